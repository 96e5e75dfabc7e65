import type { Partition } from "../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { systemClock } from "../kit/clock.ts";
import { systemRandom } from "../kit/random.ts";
import { SchemaCompiler } from "../kit/schema-compiler.ts";
import { PrefixTable } from "./balance/prefix-table.ts";
import { LocalLimiter } from "./limit/limiter.ts";
import { RateTable } from "./limit/rate-table.ts";
import { DestinationMetrics } from "./observe/destination-metrics.ts";
import { buildGateway } from "./table/build-table.ts";
import type { TableParts } from "./table/table-parts.ts";
import { cellsPerSlot } from "./target/cells.ts";
import { Target } from "./target/target.ts";
import { UsageAccount } from "./usage/usage-account.ts";

/** Throws with a sentence for its owner when this proxy can't serve a partition. Finds out by building it. */
export function assertServable({ content }: Partition): void {
  switch (content.case) {
    case "gateway":
      buildGateway(content.value, undefined, partsForCheck);
      return;
    case "tokenSet":
    case "keySet":
      return;
    case undefined:
      throw new Error("this proxy does not know the partition's content: it is of an older release");
    default:
      content satisfies never;
  }
}

const noCells = new Int32Array(cellsPerSlot);

const partsForCheck: TableParts = {
  holdTarget: (_poolId, url, settings) => new Target(url, noCells, 0, settings, neverOpened),
  cells: noCells,
  slotOf: () => 0,
  onTargetChange: () => {},
  metricsOf: (_key, labels) => new DestinationMetrics(labels),
  accountOf: (labels) => new UsageAccount(labels),
  clock: systemClock,
  random: systemRandom,
  prefixes: new PrefixTable(new SharedArrayBuffer(12)),
  schemas: new SchemaCompiler({ linearPatternsOnly: false }),
  limiter: new LocalLimiter(RateTable.create(new Uint8Array(8), 1), systemClock),
  outsideCallers: [],
  onReport: () => {},
  judgeWandbKey: async () => ({ kind: "unavailable" }),
};

function neverOpened(): never {
  throw new Error("a target that was made for a check is never sent to");
}
