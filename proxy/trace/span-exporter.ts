import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor } from "@opentelemetry/sdk-trace";
import type { FinishedSpan } from "./finished-span.ts";
import { readableSpan } from "./readable-span.ts";
import type { TraceSettings } from "./trace-settings.ts";

/** In one request. */
const mostBatched = 2_048;

/** Sends spans by OTLP, in batches, as OpenTelemetry's variables say. */
export class SpanExporter {
  readonly #processor: BatchSpanProcessor;
  // What the environment says (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) comes before our name.
  readonly #resource = defaultResource()
    .merge(resourceFromAttributes({ "service.name": "weir-proxy" }))
    .merge(detectResources({ detectors: [envDetector] }));

  constructor({ exportDelayMs, mostWaiting }: TraceSettings) {
    this.#processor = new BatchSpanProcessor({
      exporter: new OTLPTraceExporter(),
      scheduledDelayMillis: exportDelayMs,
      maxQueueSize: mostWaiting,
      maxExportBatchSize: Math.min(mostBatched, mostWaiting),
    });
  }

  add(spans: readonly FinishedSpan[]): void {
    for (const span of spans) this.#processor.onEnd(readableSpan(span, this.#resource));
  }

  /** Sends what there is. */
  close(): Promise<void> {
    return this.#processor.shutdown();
  }
}
