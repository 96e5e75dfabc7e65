import { type DescField, type DescMessage, type JsonObject, ScalarType } from "@bufbuild/protobuf";

/** How the messages of a stream are written as lines of a table (RFC 4180). */
export interface CsvForm {
  readonly head: string;
  /** @param json a message of the stream */
  line(json: JsonObject): string;
}

/**
 * A message of a stream as a line: each field of the one message that it carries is a column. Undefined: it carries
 * something else, or what it carries is no flat list of fields.
 */
export function csvFormOf(desc: DescMessage): CsvForm | undefined {
  const [row, ...others] = desc.fields;
  if (row?.fieldKind !== "message" || others.length > 0) return undefined;
  const columns = row.message.fields;
  if (!columns.every(isFlat)) return undefined;
  return {
    head: columns.map(({ name }) => name).join(","),
    line: (json) => {
      const values = (json[row.jsonName] ?? {}) as JsonObject;
      return columns.map((column) => cell(values[column.jsonName] ?? defaultOf(column))).join(",");
    },
  };
}

function isFlat(field: DescField): boolean {
  return (
    field.fieldKind === "scalar" ||
    field.fieldKind === "enum" ||
    (field.fieldKind === "message" && field.message.typeName === "google.protobuf.Timestamp")
  );
}

/** JSON leaves out what is zero. */
function defaultOf(field: DescField): string {
  return field.fieldKind === "scalar" && field.scalar !== ScalarType.STRING ? "0" : "";
}

function cell(value: unknown): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
