import { createHash } from "node:crypto";
import type { FinishedSpan } from "../trace/finished-span.ts";
import { genAiAttributes } from "../trace/gen-ai.ts";
import type { InferenceReport } from "./inference-report.ts";

/** Reports that go in one request. */
export interface WeaveRequest {
  readonly url: string;
  readonly apiKey: string;
  /** An ExportTraceServiceRequest of OTLP, serialized. */
  readonly body: Uint8Array;
}

const traceUrlOfWandb = "https://trace.wandb.ai/otel/v1/traces";
const hostOfWandb = "https://api.wandb.ai";

/**
 * Reports as Weave takes them: spans of OpenTelemetry with the attributes of its GenAI conventions, one request for each
 * server and key (docs.wandb.ai, weave/guides/tracking/otel).
 */
export async function weaveRequests(reports: readonly InferenceReport[]): Promise<WeaveRequest[]> {
  // Loaded with the first report: few gateways have any.
  const { ProtobufTraceSerializer } = await import("@opentelemetry/otlp-transformer");
  const { resourceFromAttributes } = await import("@opentelemetry/resources");
  const { readableSpan } = await import("../trace/readable-span.ts");
  const resources = new Map<string, ReturnType<typeof resourceFromAttributes>>();
  const resourceOf = ({ entity, project }: InferenceReport) => {
    const key = `${entity}/${project}`;
    const known = resources.get(key);
    if (known !== undefined) return known;
    const resource = resourceFromAttributes({
      "service.name": "weir",
      "wandb.entity": entity,
      "wandb.project": project,
    });
    resources.set(key, resource);
    return resource;
  };
  const groups = Map.groupBy(reports, ({ serverUrl, apiKey }) => `${serverUrl} ${apiKey}`);
  return [...groups.values()].map((group) => ({
    url: traceUrlOf(group[0]!.serverUrl),
    apiKey: group[0]!.apiKey,
    body: ProtobufTraceSerializer.serializeRequest(
      group.map((report) => readableSpan(spanOf(report), resourceOf(report))),
    )!,
  }));
}

/** A server of its own has Weave below `/traces`. */
export function traceUrlOf(serverUrl: string): string {
  return serverUrl === "" || serverUrl === hostOfWandb ? traceUrlOfWandb : `${serverUrl}/traces/otel/v1/traces`;
}

/** Ids that are the same however often a report is sent: what was taken already is not taken for another. */
function idsOf({ requestId, endMs }: InferenceReport): { traceId: string; spanId: string } {
  const digest = createHash("sha256").update(`${requestId} ${endMs}`).digest("hex");
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48) };
}

function spanOf(report: InferenceReport): FinishedSpan {
  const { operation, model, endMs, durationMs, status } = report;
  return {
    name: `${operation} ${model}`,
    kind: "server",
    ...idsOf(report),
    parentSpanId: undefined,
    isParentRemote: false,
    startMs: endMs - durationMs,
    endMs,
    attributes: attributesOf(report),
    error: status >= 400 ? String(status) : undefined,
  };
}

function attributesOf(report: InferenceReport): Record<string, string | number> {
  const { status } = report;
  return {
    ...genAiAttributes(report.operation, report),
    "gen_ai.provider.name": "weir",
    "http.response.status_code": status,
    ...(status >= 400 ? { "error.type": String(status) } : {}),
    "user.name": report.subject,
    "weir.gateway": report.gateway,
    "weir.destination": report.destination,
    "weir.request_id": report.requestId,
  };
}
