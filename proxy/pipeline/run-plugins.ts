import type { PluginRequest } from "../plugin/plugin.ts";
import type { PluginChain } from "../plugin/plugin-chain.ts";
import type { Refusal } from "./proxy-error.ts";

/** A request that passes a chain. */
export interface PassingRequest extends PluginRequest {
  readonly isOver: boolean;
  refuse(refused: Refusal): void;
  fail(cause: unknown): void;
}

type Step = PluginChain["onRequest"][number];

/**
 * Lets a request pass the plugins that see requests, one after the other: at once where none of them waits.
 *
 * @param supply gets what a plugin needs, then goes on; false: it is there already, or there is no such thing
 * @param next where the request goes that all of them let pass
 */
export function runPlugins(
  request: PassingRequest,
  { onRequest }: PluginChain,
  supply: ((step: Step, goOn: () => void) => boolean) | undefined,
  next: () => void,
): void {
  let index = 0;
  const goOn = (): void => {
    while (index < onRequest.length) {
      if (request.isOver) return;
      const step = onRequest[index]!;
      if (supply?.(step, goOn) === true) return;
      index += 1;
      const verdict = step.run(request);
      if (verdict instanceof Promise) {
        verdict
          .then((late) => (late === undefined ? goOn() : request.refuse(late)))
          .catch((cause: unknown) => request.fail(cause));
        return;
      }
      if (verdict !== undefined) return request.refuse(verdict);
    }
    if (!request.isOver) next();
  };
  goOn();
}
