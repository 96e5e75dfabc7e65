import type { Clock } from "../../kit/clock.ts";
import type { CredentialThrottle } from "../../kit/credential-throttle.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import type { Dialer } from "../dial/dialer.ts";
import type { AccessLog } from "../observe/access-log.ts";
import type { LocalFaults } from "../observe/local-faults.ts";
import type { WorkerMetrics } from "../observe/worker-metrics.ts";
import type { AddressRanges } from "../table/address-ranges.ts";
import type { CurrentTable } from "../table/current-table.ts";
import type { Tracer } from "../trace/tracer.ts";

/** What every request of a worker works with. */
export interface PipelineContext {
  readonly table: CurrentTable;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly accessLog: AccessLog;
  readonly metrics: WorkerMetrics;
  readonly localFaults: LocalFaults;
  /** Undefined: nothing is traced. */
  readonly tracer: Tracer | undefined;
  /** Says which addresses may be connected to. */
  readonly dialer: Dialer;
  /** Peers whose `x-forwarded-*` is believed; undefined when there are none. */
  readonly trustedProxies: AddressRanges | undefined;
  /** Counts refused credentials by source; undefined when nothing limits them. */
  readonly throttle: CredentialThrottle | undefined;
  /** Whether clients come over TLS. */
  readonly encrypted: boolean;
}
