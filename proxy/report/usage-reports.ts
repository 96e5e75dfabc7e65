import type { IncomingMessage } from "node:http";
import type { GatewayPartition } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { basicPassword, bearerToken } from "../auth/authenticator.ts";
import type { Identity } from "../auth/identity.ts";
import type { TokenUsage } from "../plugin/plugin.ts";
import { operationOf } from "../trace/request-trace.ts";
import type { InferenceReport } from "./inference-report.ts";

/** Where W&B Inference itself puts what names no project. */
const defaultProject = "inference";
/** A request that is over. */
interface OverRequest {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly identity: Identity;
  readonly model: string | undefined;
  readonly destination: string;
  readonly status: number;
  readonly usage: TokenUsage | undefined;
  readonly endMs: number;
  readonly durationMs: number;
}

/** Has W&B told of a gateway's requests. */
export class UsageReports {
  readonly #gateway: string;
  readonly #serverUrl: string;
  readonly #apiKey: string;
  readonly #tell: (report: InferenceReport) => void;

  private constructor(
    gateway: string,
    { serverUrl, apiKey }: { readonly serverUrl: string; readonly apiKey: string },
    tell: (report: InferenceReport) => void,
  ) {
    this.#gateway = gateway;
    this.#serverUrl = serverUrl.replace(/\/+$/, "");
    this.#apiKey = apiKey;
    this.#tell = tell;
  }

  /** Undefined where a gateway's owner has not asked for reports. */
  static of({ name, auth }: GatewayPartition, tell: (report: InferenceReport) => void): UsageReports | undefined {
    const isWanted = auth.case === "weightsAndBiasesAuth" && auth.value.enableUsageReports;
    return isWanted ? new UsageReports(name, auth.value, tell) : undefined;
  }

  note({ request, identity, model, usage, ...told }: OverRequest): void {
    const { headers } = request;
    const apiKey = this.#apiKey || (bearerToken(headers) ?? basicPassword(headers) ?? "");
    const named = attributionOf(headers["openai-project"]);
    const path = request.url?.split("?")[0] ?? "";
    this.#tell({
      ...told,
      serverUrl: this.#serverUrl,
      apiKey,
      entity: named?.entity ?? identity.entity ?? identity.subject,
      project: named?.project ?? defaultProject,
      operation: operationOf(path) ?? "chat",
      model: model ?? "",
      gateway: this.#gateway,
      subject: identity.subject,
      promptTokens: usage?.promptTokens,
      completionTokens: usage?.completionTokens,
    });
  }
}

/** `team/project` of the header by which callers of W&B Inference say whose usage it is. */
function attributionOf(header: string | string[] | undefined): { entity: string; project: string } | undefined {
  const [entity, project, ...more] = typeof header === "string" ? header.split("/") : [];
  return entity && project && more.length === 0 ? { entity, project } : undefined;
}
