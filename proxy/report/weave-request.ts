import { createHash } from "node:crypto";
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
  const { SpanKind, SpanStatusCode, TraceFlags } = await import("@opentelemetry/api");
  const { ProtobufTraceSerializer } = await import("@opentelemetry/otlp-transformer");
  const { resourceFromAttributes } = await import("@opentelemetry/resources");
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
  const spanOf = (report: InferenceReport) => ({
    name: `${report.operation} ${report.model}`,
    kind: SpanKind.SERVER,
    spanContext: () => ({ ...idsOf(report), traceFlags: TraceFlags.SAMPLED }),
    startTime: timeOf(report.endMs - report.durationMs),
    endTime: timeOf(report.endMs),
    duration: timeOf(report.durationMs),
    ended: true,
    status: { code: report.status >= 400 ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes: attributesOf(report),
    events: [],
    links: [],
    resource: resourceOf(report),
    instrumentationScope: { name: "weir" },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  });
  const groups = Map.groupBy(reports, ({ serverUrl, apiKey }) => `${serverUrl} ${apiKey}`);
  return [...groups.values()].map((group) => ({
    url: traceUrlOf(group[0]!.serverUrl),
    apiKey: group[0]!.apiKey,
    body: ProtobufTraceSerializer.serializeRequest(group.map(spanOf))!,
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

/** Seconds and nanoseconds. */
function timeOf(milliseconds: number): [number, number] {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
}

function attributesOf(report: InferenceReport): Record<string, string | number> {
  const { promptTokens, completionTokens, status } = report;
  return {
    "gen_ai.operation.name": report.operation,
    "gen_ai.provider.name": "weir",
    "gen_ai.request.model": report.model,
    ...(promptTokens === undefined ? {} : { "gen_ai.usage.input_tokens": promptTokens }),
    ...(completionTokens === undefined ? {} : { "gen_ai.usage.output_tokens": completionTokens }),
    "http.response.status_code": status,
    ...(status >= 400 ? { "error.type": String(status) } : {}),
    "user.name": report.subject,
    "weir.gateway": report.gateway,
    "weir.destination": report.destination,
    "weir.request_id": report.requestId,
  };
}
