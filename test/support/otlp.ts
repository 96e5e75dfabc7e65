import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/** A span as an OTLP receiver reads it. */
export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty: it has none. */
  readonly parentSpanId: string;
  /** 2: server, 3: client. */
  readonly kind: number;
  /** 2: error. */
  readonly status: number;
  readonly durationMs: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Of what the span is from. */
  readonly resource: Readonly<Record<string, string | number | boolean>>;
}

/** The fields of a message by their numbers, each as often as it comes: bytes, or a number. */
type Fields = ReadonlyMap<number, readonly (Uint8Array | bigint | number)[]>;

/** Reads an ExportTraceServiceRequest (opentelemetry-proto, trace/v1/trace.proto), by the numbers of its fields. */
export function spansOf(body: Uint8Array): ReceivedSpan[] {
  return messages(fieldsOf(body), 1).flatMap((resourceSpans) => {
    const resource = attributesOf(messages(resourceSpans, 1)[0]!, 1);
    return messages(resourceSpans, 2)
      .flatMap((scopeSpans) => messages(scopeSpans, 2))
      .map((span) => ({
        name: text(span.get(5)),
        traceId: hex(span.get(1)),
        spanId: hex(span.get(2)),
        parentSpanId: hex(span.get(4)),
        kind: Number(span.get(6)?.[0] ?? 0),
        status: Number(messages(span, 15)[0]?.get(3)?.[0] ?? 0),
        durationMs: Number((span.get(8)![0] as bigint) - (span.get(7)![0] as bigint)) / 1e6,
        attributes: attributesOf(span, 9),
        resource,
      }));
  });
}

function fieldsOf(bytes: Uint8Array): Fields {
  const fields = new Map<number, (Uint8Array | bigint | number)[]>();
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    const values = fields.get(number) ?? [];
    fields.set(number, values);
    if (type === WireType.LengthDelimited) values.push(reader.bytes());
    else if (type === WireType.Varint) values.push(BigInt(reader.int64()));
    else if (type === WireType.Bit64) values.push(number === 4 ? reader.double() : BigInt(reader.fixed64()));
    else values.push(reader.fixed32());
  }
  return fields;
}

function messages(fields: Fields, number: number): Fields[] {
  return (fields.get(number) ?? []).map((bytes) => fieldsOf(bytes as Uint8Array));
}

function attributesOf(fields: Fields, number: number): Record<string, string | number | boolean> {
  const entries = messages(fields, number).map((pair) => {
    const value = messages(pair, 2)[0]!;
    const read =
      value.get(1) !== undefined ? text(value.get(1)) : value.get(3) !== undefined ? Number(value.get(3)![0]) : NaN;
    return [text(pair.get(1)), read] as const;
  });
  return Object.fromEntries(entries);
}

function text(values: readonly (Uint8Array | bigint | number)[] | undefined): string {
  return Buffer.from((values?.[0] as Uint8Array | undefined) ?? []).toString();
}

function hex(values: readonly (Uint8Array | bigint | number)[] | undefined): string {
  return Buffer.from((values?.[0] as Uint8Array | undefined) ?? []).toString("hex");
}
