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
      return columns.map((column) => cellOf(column, values[column.jsonName] ?? defaultOf(column))).join(",");
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
  return isText(field) ? "" : "0";
}

function isText(field: DescField): boolean {
  return field.fieldKind !== "scalar" || field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES;
}

/**
 * The start of a text that spreadsheets run as a formula (OWASP, "CSV Injection"), with the wide forms of its characters, and the
 * white space that some programs skip or that begins a cell of its own.
 */
const formulaStart = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
const plainNumber = /^[+-]?\d+(\.\d+)?$/;

/** A text that would be a formula begins with an apostrophe, which spreadsheets show as text. Numbers stay as they are. */
function cellOf(field: DescField, value: unknown): string {
  const text = String(value);
  if (isText(field) && formulaStart.test(text) && !plainNumber.test(text)) return quote(`'${text}`);
  return /[",\r\n]/.test(text) ? quote(text) : text;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
