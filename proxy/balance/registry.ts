import type { Balance } from "../../gen/es/weir/inference/v1alpha1/balance_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import { millisecondsOr } from "../../kit/milliseconds.ts";
import type { Random } from "../../kit/random.ts";
import type { Registry } from "../../kit/registry.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import type { Balancer } from "./balancer.ts";
import { ConsistentHash } from "./consistent-hash.ts";
import { LeastRequests } from "./least-requests.ts";
import { PeakEwma } from "./peak-ewma.ts";
import { PrefixAffinity } from "./prefix-affinity.ts";
import type { PrefixTable } from "./prefix-table.ts";
import { RandomChoice } from "./random.ts";
import { RoundRobin } from "./round-robin.ts";
import { WeightedRoundRobin } from "./weighted-round-robin.ts";

export interface BalanceContext {
  readonly targets: readonly PoolTarget[];
  readonly random: Random;
  readonly clock: Clock;
  readonly prefixes: PrefixTable;
  /** The pool's number, to tell its prompts from those of others. */
  readonly poolSlot: number;
}

const defaultChoices = 2;
const defaultDecayMs = 10_000;

export const balancers: Registry<Balance["kind"], BalanceContext, Balancer> = {
  roundRobin: (_settings, { targets }) => new RoundRobin(targets),
  weightedRoundRobin: (_settings, { targets }) => new WeightedRoundRobin(targets),
  random: (_settings, { targets, random }) => new RandomChoice(targets, random),
  leastRequests: ({ choices }, { targets, random }) => new LeastRequests(targets, random, choices ?? defaultChoices),
  peakEwma: ({ decay }, { targets, random, clock }) =>
    new PeakEwma(targets, random, clock, millisecondsOr(decay, defaultDecayMs)),
  consistentHash: (settings, context) => new ConsistentHash(settings, context.targets, defaultBalancer(context)),
  prefixAffinity: (settings, { prefixes, poolSlot, ...context }) =>
    new PrefixAffinity(settings, {
      ...context,
      table: prefixes,
      seed: poolSlot,
      without: defaultBalancer(context),
    }),
};

/** What a pool uses that names no policy. */
export function defaultBalancer({ targets, random }: Pick<BalanceContext, "targets" | "random">): Balancer {
  return new LeastRequests(targets, random, defaultChoices);
}
