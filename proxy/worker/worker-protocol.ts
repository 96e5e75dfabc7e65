// What a proxy's main thread and its workers say to each other. None of it is said on the request path, but for the first
// request with a W&B key.

import type { AddressSettings, Listener } from "../../kit/address-policy.ts";
import type { Certificate } from "../../kit/certificate-files.ts";
import type { IamSettings } from "../../kit/iam-settings.ts";
import type { OidcSettings } from "../../kit/oidc-settings.ts";
import type { WandbJudgement } from "../auth/wandb-judgement.ts";
import type { AccessRecord } from "../observe/access-log.ts";
import type { WatchedCounts } from "../observe/watched-traffic.ts";
import type { InferenceReport } from "../report/inference-report.ts";
import type { PoolChange } from "../target/target-change.ts";
import type { FinishedSpan } from "../trace/finished-span.ts";
import type { TraceSettings } from "../trace/trace-settings.ts";
import type { TakenUsage } from "../usage/usage-account.ts";

/** What a worker is started with. */
export interface WorkerData {
  readonly tls: Certificate | undefined;
  /** The settings of the data plane, see proxy/config.ts. */
  readonly settings: WorkerSettings;
  /** Live counters of targets, one slot each, shared by all workers. See proxy/target/target-slots.ts. */
  readonly targetSlots: SharedArrayBuffer;
  /** Which targets have seen which prompts, see proxy/balance/prefix-table.ts. */
  readonly prefixTable: SharedArrayBuffer;
  /** What was used of limits lately, see proxy/limit/rate-table.ts. */
  readonly rateTable: SharedArrayBuffer;
  /** Bad credentials by source, see kit/credential-throttle.ts. */
  readonly credentialThrottle: SharedArrayBuffer;
  /** Open connections by source, see kit/connections-per-source.ts; and which of its threads this worker is. */
  readonly connections: SharedArrayBuffer;
  readonly thread: number;
}

export interface WorkerSettings {
  readonly logLevel: string;
  /** Of the requests that went well, how many are written to the access log: from 0 to 1. */
  readonly accessLogShare: number;
  /** Addresses (CIDR) whose `x-forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Which addresses may be connected to on behalf of tenants. */
  readonly targets: AddressSettings;
  /** The token introspection of CoreWeave IAM, or undefined when it is not used. */
  readonly iam: IamSettings | undefined;
  /** How many connections one source may hold open. 0: any number. */
  readonly connectionsPerSource: number;
  /** How many bad credentials one source may send in a minute. 0: any number. */
  readonly badCredentialsPerMinute: number;
  readonly oidc: OidcSettings | undefined;
  /** Undefined: nothing is traced. */
  readonly trace: TraceSettings | undefined;
  /** Where limits are shared over proxies; undefined: they are not. */
  readonly redisUrl: string | undefined;
  /** Unique over the proxies that run. */
  readonly proxyId: string;
}

/** A gateway's partition with what a worker needs to know before it looks inside. */
export interface GatewayUpsert {
  readonly kind: "gateway";
  readonly id: string;
  readonly hosts: readonly string[];
  /** The serialized weir.config.v1alpha1.Partition. */
  readonly bytes: Uint8Array;
  /** The slots of its pools and targets, in the order of `slotKeysOf`. */
  readonly slots: Int32Array;
}

/** A partition on its way to a worker. */
export type PartitionUpsert =
  | GatewayUpsert
  | {
      readonly kind: "token set";
      readonly id: string;
      /** The serialized weir.config.v1alpha1.Partition. */
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: "key set";
      readonly id: string;
      readonly gatewayId: string;
      readonly shard: number;
      /** See proxy/auth/key-shard.ts. */
      readonly keys: SharedArrayBuffer;
    };

/** What the main thread says to a worker. */
export type ToWorker =
  | Question
  /** Somebody follows the requests, or nobody any more. */
  | { readonly kind: "follow-requests"; readonly isFollowed: boolean }
  /** Serve another certificate to new connections. */
  | { readonly kind: "set-certificate"; readonly certificate: Certificate }
  /** No connection is made to these listeners from now on, see proxy/dial/dialer.ts. */
  | { readonly kind: "protect"; readonly what: string; readonly listeners: readonly Listener[] }
  | { readonly kind: "wandb-key-judged"; readonly id: number; readonly judgement: WandbJudgement };

/** A question; its answer has the same number. */
export type Question = { readonly number: number } & (
  | {
      readonly kind: "apply";
      readonly upserts: readonly PartitionUpsert[];
      /** Ids of partitions. */
      readonly removals: readonly string[];
    }
  /** Take traffic. With port 0 the system chooses one. */
  | { readonly kind: "listen"; readonly host: string; readonly port: number }
  /** Answer what is open, take nothing new after the grace, then say `drained`. */
  | { readonly kind: "drain"; readonly graceMs: number; readonly limitMs: number }
  | { readonly kind: "collect-metrics" }
);

export type FromWorker =
  /** Ready for questions. */
  | { readonly kind: "started" }
  /** A target is left out, or is back. */
  | { readonly kind: "target-changed"; readonly change: PoolChange }
  /** How attempts at watched deployments have fared since the last time. */
  | { readonly kind: "traffic"; readonly counts: readonly WatchedCounts[] }
  /** The requests that were over since the last time, while they are followed. */
  | { readonly kind: "requests"; readonly records: readonly AccessRecord[] }
  /** What W&B is to be told of, since the last time. */
  | { readonly kind: "reports"; readonly reports: readonly InferenceReport[] }
  /** Spans that are over, since the last time. */
  | { readonly kind: "spans"; readonly spans: readonly FinishedSpan[] }
  /** What was used since the last time. */
  | { readonly kind: "usage"; readonly taken: readonly TakenUsage[] }
  /** Whose is a W&B key? Answered by `wandb-key-judged` with the same id. */
  | { readonly kind: "judge-wandb-key"; readonly id: number; readonly serverUrl: string; readonly key: string }
  | ({ readonly number: number } & Answer);

export type Answer =
  | {
      readonly kind: "applied";
      /** The partitions that could not be built: what was served of each goes on. */
      readonly rejections: readonly { readonly partitionId: string; readonly reason: string }[];
    }
  | { readonly kind: "listening"; readonly address: string; readonly port: number }
  | { readonly kind: "cannot-listen"; readonly reason: string; readonly code: string | undefined }
  | { readonly kind: "drained" }
  /** The worker's prom-client registry as JSON (`registry.getMetricsAsJSON()`), for AggregatorRegistry. */
  | { readonly kind: "metrics"; readonly metrics: unknown };
