/** What W&B is told of one request. */
export interface InferenceReport {
  /** The W&B server; empty: that of wandb.ai. */
  readonly serverUrl: string;
  /** What opens it: the gateway's own key, or else the caller's. */
  readonly apiKey: string;
  /** Whose usage it is. */
  readonly entity: string;
  readonly project: string;
  /** What was asked for, in the words of OpenTelemetry: `chat`, `embeddings`. */
  readonly operation: string;
  readonly model: string;
  readonly gateway: string;
  readonly destination: string;
  readonly subject: string;
  readonly requestId: string;
  readonly status: number;
  /** Undefined: the answer told none. */
  readonly promptTokens: number | undefined;
  readonly completionTokens: number | undefined;
  /** When it was over, since 1970. */
  readonly endMs: number;
  readonly durationMs: number;
}
