import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { type PoolReport, PoolReportSchema } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { TargetHealth } from "../../gen/es/weir/inference/v1alpha1/target_status_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { CircuitChange, PoolChange, TargetChange } from "../target/target-change.ts";

interface Absence {
  readonly reason: string;
  readonly sinceMs: number;
}

/** Why a target is left out, by who saw it. */
type Absences = { [By in TargetChange["by"]]?: Absence };

interface PoolState {
  /** Targets that are left out, by URL. */
  readonly targets: Map<string, Absences>;
  /** Why its circuit is open; undefined: it is closed. */
  circuit: Absence | undefined;
}

/** Which targets are left out, which circuits are open, and why: for the server to show, and to be counted. */
export class TargetReports {
  readonly #clock: Clock;
  /** By the id of a pool or service; those of which there is anything to tell. */
  readonly #pools = new Map<string, PoolState>();
  #onReport: ((report: PoolReport) => void) | undefined;
  /** How often targets were ejected for what requests saw of them, since the start. */
  ejections = 0;
  /** How often circuits opened, since the start. */
  openings = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Tells all that there is to tell, and from then on each pool that changes. */
  follow(onReport: (report: PoolReport) => void): void {
    this.#onReport = onReport;
    for (const [id, state] of this.#pools) onReport(reportOf(id, state));
  }

  /** Nobody listens: what changes is told at the next connect. */
  unfollow(): void {
    this.#onReport = undefined;
  }

  /** How many targets of each pool are left out now, by what says so, and whether its circuit is open. */
  counts(): { id: string; address: number; checks: number; requests: number; isOpen: boolean }[] {
    return [...this.#pools].map(([id, { targets, circuit }]) => {
      const counted = { address: 0, checks: 0, requests: 0 };
      for (const absences of targets.values()) counted[causeOf(absences)] += 1;
      return { id, ...counted, isOpen: circuit !== undefined };
    });
  }

  /** Takes a change. What one worker says after another is told once. */
  note(change: PoolChange): void {
    if ("circuitOf" in change) this.#noteCircuit(change);
    else this.#noteTarget(change);
  }

  /** A target is in its pool no more. */
  forget(poolId: string, url: string): void {
    const targets = this.#pools.get(poolId)?.targets;
    if (targets?.delete(url) === true) this.#tell(poolId);
  }

  /** A circuit stands before nothing any more. */
  forgetCircuit(id: string): void {
    if (this.#pools.get(id)?.circuit !== undefined) this.#noteCircuit({ circuitOf: id, reason: undefined });
  }

  #noteTarget({ poolId, url, by, reason }: TargetChange): void {
    const { targets } = this.#stateOf(poolId);
    const absences = { ...targets.get(url) };
    const before = absences[by];
    if (before?.reason === reason) return this.#drop(poolId);
    if (by === "requests" && reason !== undefined) this.ejections += 1;
    // A check that brings a target back ends its ejection too.
    if (reason === undefined && by === "checks") delete absences.requests;
    if (reason === undefined) delete absences[by];
    else absences[by] = { reason, sinceMs: before?.sinceMs ?? this.#clock.nowMs() };
    if (Object.keys(absences).length === 0) targets.delete(url);
    else targets.set(url, absences);
    this.#tell(poolId);
  }

  #noteCircuit({ circuitOf, reason }: CircuitChange): void {
    const state = this.#stateOf(circuitOf);
    if (reason !== undefined && state.circuit === undefined) this.openings += 1;
    state.circuit = reason === undefined ? undefined : { reason, sinceMs: this.#clock.nowMs() };
    this.#tell(circuitOf);
  }

  #stateOf(id: string): PoolState {
    const known = this.#pools.get(id);
    if (known !== undefined) return known;
    const state: PoolState = { targets: new Map(), circuit: undefined };
    this.#pools.set(id, state);
    return state;
  }

  #tell(id: string): void {
    const state = this.#stateOf(id);
    this.#onReport?.(reportOf(id, state));
    this.#drop(id);
  }

  /** Forgets what there is nothing to tell of. */
  #drop(id: string): void {
    const state = this.#pools.get(id);
    if (state?.targets.size === 0 && state.circuit === undefined) this.#pools.delete(id);
  }
}

const healths = {
  address: TargetHealth.NOT_ALLOWED,
  checks: TargetHealth.UNHEALTHY,
  requests: TargetHealth.EJECTED,
} as const satisfies Record<TargetChange["by"], TargetHealth>;

/** The one of several that explains the others: what may not be connected to fails checks and requests too. */
function causeOf({ address, checks }: Absences): TargetChange["by"] {
  if (address !== undefined) return "address";
  return checks === undefined ? "requests" : "checks";
}

function reportOf(poolId: string, { targets, circuit }: PoolState): PoolReport {
  return create(PoolReportSchema, {
    poolId,
    targets: [...targets].map(([url, absences]) => {
      const cause = causeOf(absences);
      const { reason, sinceMs } = absences[cause]!;
      return { url, health: healths[cause], reason, since: timestampFromMs(sinceMs) };
    }),
    circuit: circuit && { reason: circuit.reason, since: timestampFromMs(circuit.sinceMs) },
  });
}
