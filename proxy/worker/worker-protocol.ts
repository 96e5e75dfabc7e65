// What a proxy's main thread and its workers say to each other. None of it is said on the request path.

/** What a worker is started with. */
export interface WorkerData {
  readonly host: string;
  /** Never 0: the main thread knows the port before the second worker starts. For the first it may be 0. */
  readonly port: number;
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  /** The settings of the data plane, see proxy/config.ts. */
  readonly settings: WorkerSettings;
  /** Live counters of targets, one slot each, shared by all workers. See proxy/target/target-slots.ts. */
  readonly targetSlots: SharedArrayBuffer;
}

export interface WorkerSettings {
  readonly logLevel: string;
  /** Addresses (CIDR) whose `x-forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** The token introspection of CoreWeave IAM, or undefined when it is not used. */
  readonly iamWhoamiUrl: string | undefined;
}

export type ToWorker =
  | {
      readonly kind: "apply";
      readonly version: number;
      /** Serialized weir.config.v1alpha1.Partition messages. */
      readonly upserts: readonly Uint8Array[];
      readonly removals: readonly string[];
      /** The slot of each target of the upserts, by `targetKey(poolId, url)`. */
      readonly slots: ReadonlyMap<string, number>;
    }
  /** Answer what is open, take nothing new after the grace, then say `drained`. */
  | { readonly kind: "drain"; readonly graceMs: number; readonly limitMs: number }
  | { readonly kind: "collect-metrics"; readonly requestId: number };

export type FromWorker =
  | { readonly kind: "listening"; readonly address: string; readonly port: number }
  | {
      readonly kind: "applied";
      readonly version: number;
      /** The partitions that could not be built: the last good content of each goes on. */
      readonly rejections: readonly { readonly partitionId: string; readonly reason: string }[];
    }
  | { readonly kind: "drained" }
  /** The worker's prom-client registry as JSON (`registry.getMetricsAsJSON()`), for AggregatorRegistry. */
  | { readonly kind: "metrics"; readonly requestId: number; readonly metrics: unknown };
