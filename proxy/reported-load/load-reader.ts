import { TargetState } from "../../gen/es/weir/inference/v1alpha1/target_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import type { Dialer } from "../dial/dialer.ts";
import { connectionTls } from "../target/connection-tls.ts";
import { FollowedPools } from "../target/followed-pools.ts";
import { TargetLoadCell } from "../target/target-load-cell.ts";
import { targetKey } from "../target/target-slots.ts";
import { TargetLoad } from "./target-load.ts";

export interface LoadReaderOptions {
  readonly cells: Int32Array;
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Asks the targets of every pool that balances by it for their load, once a proxy; workers read it in the memory that they share. */
export function createLoadReader({ cells, dialer, clock, random, log }: LoadReaderOptions): FollowedPools {
  return new FollowedPools(({ id, balance, targets, tls }, slotOf) => {
    const declared = balance?.kind.case === "leastRequests" ? balance.kind.value.reportedLoad : undefined;
    if (declared === undefined) return undefined;
    const loads = targets
      .filter(({ state }) => state !== TargetState.DISABLED)
      .map(({ url }) => {
        const cell = new TargetLoadCell(cells, slotOf(targetKey(id, url)));
        return new TargetLoad({ url, declared, tls: tls && connectionTls(tls), dialer, cell, clock, random, log });
      });
    return {
      end: () => {
        for (const load of loads) load.stop();
      },
    };
  });
}
