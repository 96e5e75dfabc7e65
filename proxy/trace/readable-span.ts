import { SpanKind, SpanStatusCode, TraceFlags } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import type { FinishedSpan } from "./finished-span.ts";

/** A span in the form that OpenTelemetry's exporters take. */
export function readableSpan(span: FinishedSpan, resource: Resource): ReadableSpan {
  const { name, traceId, spanId, parentSpanId, isParentRemote, startMs, endMs, attributes, error } = span;
  const parent = { traceId, spanId: parentSpanId ?? "", traceFlags: TraceFlags.SAMPLED, isRemote: isParentRemote };
  return {
    name,
    kind: span.kind === "server" ? SpanKind.SERVER : SpanKind.CLIENT,
    spanContext: () => ({ traceId, spanId, traceFlags: TraceFlags.SAMPLED }),
    ...(parentSpanId === undefined ? {} : { parentSpanContext: parent }),
    startTime: timeOf(startMs),
    endTime: timeOf(endMs),
    duration: timeOf(endMs - startMs),
    ended: true,
    status: error === undefined ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: error },
    attributes,
    events: [],
    links: [],
    resource,
    instrumentationScope: { name: "weir" },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Seconds and nanoseconds. */
function timeOf(milliseconds: number): [number, number] {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.floor((milliseconds - seconds * 1000) * 1e6)];
}
