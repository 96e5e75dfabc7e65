/** What `traceparent` says of a caller's trace (W3C Trace Context). */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled: boolean;
}

const length = 55;
const hex = /^[0-9a-f]+$/;

/** Undefined: there is none, or none that can be used. */
export function parseTraceParent(header: string | string[] | undefined): TraceParent | undefined {
  // A later version may have more behind a dash; what comes before it stays (section 4.3 of the recommendation).
  if (typeof header !== "string" || header.length < length) return undefined;
  const [version, traceId, spanId, flags, ...more] = header.split("-");
  const isWhole = version?.length === 2 && traceId?.length === 32 && spanId?.length === 16 && flags?.length === 2;
  if (!isWhole || version === "ff" || (version === "00" && more.length > 0)) return undefined;
  if (![version, traceId, spanId, flags].every((part) => hex.test(part)) || isZero(traceId) || isZero(spanId)) {
    return undefined;
  }
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Of a span that is recorded. */
export function formatTraceParent(traceId: string, spanId: string): string {
  return `00-${traceId}-${spanId}-01`;
}

function isZero(id: string): boolean {
  return /^0+$/.test(id);
}
