import type { UsageCounts } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";

/** A row of a batch that was stored, as it was stored. */
export interface StoredRow {
  readonly row: UsageCounts;
  readonly minute: number;
  readonly costMicros: number;
}
