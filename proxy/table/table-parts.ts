import type { Clock } from "../../kit/clock.ts";
import type { Random } from "../../kit/random.ts";
import type { SchemaCompiler } from "../../kit/schema-compiler.ts";
import type { OutsideCallers } from "../auth/outside-callers.ts";
import type { JudgeWandbKey } from "../auth/wandb-judgement.ts";
import type { PrefixTable } from "../balance/prefix-table.ts";
import type { Limiter } from "../limit/limiter.ts";
import type { DestinationMetrics } from "../observe/destination-metrics.ts";
import type { InferenceReport } from "../report/inference-report.ts";
import type { ConnectionSettings, Target } from "../target/target.ts";
import type { PoolChange } from "../target/target-change.ts";
import type { AccountLabels, UsageAccount } from "../usage/usage-account.ts";

/** What the parts of a table are built with: the live objects that outlast it. */
export interface TableParts {
  readonly holdTarget: (poolId: string, url: string, settings: ConnectionSettings) => Target;
  /** What all workers know together, and the slot of a pool or service in it, by id. */
  readonly cells: Int32Array;
  readonly slotOf: (id: string) => number;
  readonly onTargetChange: (change: PoolChange) => void;
  /** @param key names what is counted, for as long as the proxy lives */
  readonly metricsOf: (key: string, labels: Readonly<Record<string, string>>) => DestinationMetrics;
  readonly accountOf: (labels: AccountLabels) => UsageAccount;
  readonly clock: Clock;
  readonly random: Random;
  readonly prefixes: PrefixTable;
  readonly limiter: Limiter;
  readonly schemas: SchemaCompiler;
  readonly outsideCallers: OutsideCallers;
  readonly judgeWandbKey: JudgeWandbKey;
  readonly onReport: (report: InferenceReport) => void;
}
