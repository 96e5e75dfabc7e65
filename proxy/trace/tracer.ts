import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../../kit/clock.ts";
import type { Random } from "../../kit/random.ts";
import type { FinishedSpan } from "./finished-span.ts";
import { RequestTrace } from "./request-trace.ts";
import { parseTraceParent } from "./trace-context.ts";
import type { TraceSettings } from "./trace-settings.ts";

/** Decides which requests of a worker are traced. */
export class Tracer {
  readonly #settings: TraceSettings;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #tell: (spans: readonly FinishedSpan[]) => void;

  constructor(
    settings: TraceSettings,
    {
      clock,
      random,
      tell,
    }: {
      readonly clock: Clock;
      readonly random: Random;
      readonly tell: (spans: readonly FinishedSpan[]) => void;
    },
  ) {
    this.#settings = settings;
    this.#clock = clock;
    this.#random = random;
    this.#tell = tell;
  }

  /** Undefined: the request is not traced, and the caller's context passes as it came. */
  begin({ traceparent }: IncomingHttpHeaders): RequestTrace | undefined {
    const parent = parseTraceParent(traceparent);
    const { isParentBased, ratio } = this.#settings;
    const isWanted = isParentBased && parent !== undefined ? parent.isSampled : this.#random.next() < ratio;
    return isWanted ? new RequestTrace(parent, this.#clock, this.#random, this.#tell) : undefined;
  }
}
