import {
  parseHttpUrl,
  parseShare,
  parseText,
  parseWholeNumber,
  parseWord,
  type SettingsReader,
} from "../../kit/settings.ts";

/** Which requests are traced. */
export interface TraceSettings {
  /** Whether a request whose caller has decided is traced, or not, as that says. */
  readonly isParentBased: boolean;
  /** The share of the others, from 0 to 1. */
  readonly ratio: number;
  /** How long spans wait for others to be sent with. */
  readonly exportDelayMs: number;
  /** How many wait at most: more are dropped. */
  readonly mostWaiting: number;
}

const samplers = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;

/** Reads OpenTelemetry's own variables; the exporter reads more of them itself. Undefined: nothing is traced. */
export function readTraceSettings(read: SettingsReader): TraceSettings | undefined {
  const endpoint =
    read.optional("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", parseHttpUrl) ??
    read.optional("OTEL_EXPORTER_OTLP_ENDPOINT", parseHttpUrl);
  read.optional("OTEL_EXPORTER_OTLP_PROTOCOL", parseWord(["http/protobuf"]));
  const sampler = read.withDefault("OTEL_TRACES_SAMPLER", parseWord(samplers), "parentbased_always_on");
  const ratio = read.withDefault("OTEL_TRACES_SAMPLER_ARG", parseShare, "1");
  const exportDelayMs = read.withDefault("OTEL_BSP_SCHEDULE_DELAY", parseWholeNumber({ min: 1, max: 600_000 }), "5000");
  // OpenTelemetry's own default, 2,048, is less than a busy proxy hands over at a time.
  const mostWaiting = read.withDefault(
    "OTEL_BSP_MAX_QUEUE_SIZE",
    parseWholeNumber({ min: 1, max: 10_000_000 }),
    "32768",
  );
  const isOff = read.optional("OTEL_SDK_DISABLED", parseText) === "true";
  if (endpoint === undefined || isOff) return undefined;
  const shares = { always_on: 1, always_off: 0, traceidratio: ratio } as const;
  const kind = sampler.replace("parentbased_", "") as keyof typeof shares;
  return { isParentBased: sampler.startsWith("parentbased_"), ratio: shares[kind], exportDelayMs, mostWaiting };
}
