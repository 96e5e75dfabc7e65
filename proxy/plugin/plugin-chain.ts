import type { AnswerHead, BodyTransform, OwnAnswer, Plugin, PluginRequest, Transformed } from "./plugin.ts";

/** Plugins in the order in which they run, sorted by what they do: built once, for every request. */
export class PluginChain {
  readonly plugins: readonly Plugin[];
  /** Those that see requests. */
  readonly onRequest: readonly NonNullable<Plugin["onRequest"]>[];
  /** Whether the bodies of answers are looked at: they must not be compressed. */
  readonly readsAnswers: boolean;
  /** The most bytes of a body that pass. */
  readonly maxBodyBytes: number;
  readonly #onArrival: readonly Plugin[];
  readonly #onAnswer: readonly Plugin[];
  readonly #transforms: readonly Plugin[];

  constructor(plugins: readonly Plugin[]) {
    this.plugins = plugins;
    this.onRequest = plugins.flatMap(({ onRequest }) => onRequest ?? []);
    this.maxBodyBytes = Math.min(...plugins.map(({ maxBodyBytes = Number.POSITIVE_INFINITY }) => maxBodyBytes));
    this.#onArrival = plugins.filter(({ onArrival }) => onArrival !== undefined);
    this.#onAnswer = plugins.filter(({ onAnswer }) => onAnswer !== undefined);
    this.#transforms = plugins.filter(({ transformAnswer }) => transformAnswer !== undefined);
    this.readsAnswers = this.#transforms.length > 0;
  }

  /** What a request is answered before it is known who calls; undefined: it goes on. */
  arrival(request: PluginRequest): OwnAnswer | undefined {
    for (const plugin of this.#onArrival) {
      const answer = plugin.onArrival!(request);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  /** The head of an upstream's answer is there. */
  answer(request: PluginRequest, head: AnswerHead): void {
    for (const plugin of this.#onAnswer) plugin.onAnswer!(request, head);
  }

  /** What changes the body of an answer; undefined: nothing does. */
  transformOf(request: PluginRequest, head: AnswerHead): BodyTransform | undefined {
    if (!this.readsAnswers) return undefined;
    const transforms = this.#transforms.flatMap((plugin) => plugin.transformAnswer!(request, head) ?? []);
    return transforms.length > 1 ? new TransformLine(transforms) : transforms[0];
  }
}

/** One transform after the other, as one. */
export function inLine(...transforms: readonly BodyTransform[]): BodyTransform {
  return new TransformLine(transforms);
}

class TransformLine implements BodyTransform {
  readonly holds: boolean;
  readonly #transforms: readonly BodyTransform[];

  constructor(transforms: readonly BodyTransform[]) {
    this.#transforms = transforms;
    this.holds = transforms.some(({ holds }) => holds);
  }

  push(piece: Buffer): Transformed {
    return pass(this.#transforms, piece);
  }

  end(): ReturnType<BodyTransform["end"]> {
    return endFrom(this.#transforms, undefined);
  }
}

function pass(transforms: readonly BodyTransform[], piece: Buffer): Transformed {
  let passing = piece;
  for (const transform of transforms) {
    const passed = transform.push(passing);
    if (passed === undefined || "code" in passed) return passed;
    passing = passed;
  }
  return passing;
}

/** Ends the first; what it gives passes the others, which end after it. */
function endFrom(
  [first, ...others]: readonly BodyTransform[],
  before: Buffer | undefined,
): ReturnType<BodyTransform["end"]> {
  if (first === undefined) return before;
  const rest = first.end();
  if (rest instanceof Promise) return rest.then((late) => endAfter(others, before, late));
  return endAfter(others, before, rest);
}

function endAfter(
  others: readonly BodyTransform[],
  before: Buffer | undefined,
  rest: Transformed,
): ReturnType<BodyTransform["end"]> {
  if (rest !== undefined && "code" in rest) return rest;
  const given = rest === undefined ? undefined : pass(others, rest);
  if (given !== undefined && "code" in given) return given;
  const out = before === undefined ? given : given === undefined ? before : Buffer.concat([before, given]);
  return endFrom(others, out);
}
