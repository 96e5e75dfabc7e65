import type { IncomingHttpHeaders } from "node:http";
import type { GatewayPartition } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { basicPassword, bearerToken } from "../auth/authenticator.ts";
import type { Identity } from "../auth/identity.ts";
import type { AccessRecord } from "../observe/access-log.ts";
import { operationOf } from "../trace/gen-ai.ts";
import type { InferenceReport } from "./inference-report.ts";

/** Where W&B Inference itself puts what names no project. */
const defaultProject = "inference";

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

  /**
   * A request is over that a deployment, service or custom endpoint was asked for.
   *
   * @param headers as the client sent them
   */
  note(record: AccessRecord, identity: Identity, headers: IncomingHttpHeaders, endMs: number): void {
    const { path, model, deployment, service, endpoint } = record;
    const { requestId, status, promptTokens, completionTokens, durationMs } = record;
    const named = attributionOf(headers["openai-project"]);
    this.#tell({
      serverUrl: this.#serverUrl,
      apiKey: this.#apiKey || (bearerToken(headers) ?? basicPassword(headers) ?? ""),
      entity: named?.entity ?? identity.entity ?? identity.subject,
      project: named?.project ?? defaultProject,
      operation: operationOf(path) ?? "chat",
      model: model ?? "",
      gateway: this.#gateway,
      destination: deployment ?? service ?? endpoint ?? "",
      subject: identity.subject,
      requestId,
      status,
      promptTokens,
      completionTokens,
      endMs,
      durationMs,
    });
  }
}

/** `team/project` of the header by which callers of W&B Inference say whose usage it is. */
function attributionOf(header: string | string[] | undefined): { entity: string; project: string } | undefined {
  const [entity, project, ...more] = typeof header === "string" ? header.split("/") : [];
  return entity && project && more.length === 0 ? { entity, project } : undefined;
}
