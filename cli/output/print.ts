import { type DescMessage, type JsonObject, type JsonValue, type Message, toJson } from "@bufbuild/protobuf";
import type { Command } from "commander";
import { Document, Scalar, visit } from "yaml";
import { escapeControls, escapeLine, hasControls } from "./escape-controls.ts";
import { table } from "./table.ts";

export type Form = "table" | "json" | "yaml";

export function formOf(command: Command): Form {
  return command.optsWithGlobals<{ output?: Form }>().output ?? "table";
}

/** Prints one line. Nothing in it can end the line or control the terminal, whoever has written it. */
export function print(text: string): void {
  process.stdout.write(`${escapeLine(text)}\n`);
}

/** Prints several lines. Parts that others have written must not bring lines of their own: see escapeLine. */
export function printText(text: string): void {
  process.stdout.write(`${escapeControls(text)}\n`);
}

/** Like printText, on standard error. */
export function printError(text: string): void {
  process.stderr.write(`${escapeControls(text)}\n`);
}

/** A value as YAML that reads as the same value, with every control character escaped. */
export function yamlOf(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    // Only double quotes can carry escapes.
    Scalar(_, node) {
      if (typeof node.value === "string" && hasControls(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return escapeControls(document.toString({ lineWidth: 0 }));
}

/** A resource as a manifest has it, with its status beside. */
export function asManifest(kind: string, schema: DescMessage, resource: Message, form: Form): JsonObject {
  return { kind, ...(toJson(schema, resource, { useProtoFieldName: form === "yaml" }) as JsonObject) };
}

/** Values as JSON, one alone or a list; or as YAML, a document each. */
export function printValues(values: readonly JsonValue[], form: Exclude<Form, "table">, single = false): void {
  if (form === "json") printText(JSON.stringify(single ? values[0] : values, null, 2));
  else process.stdout.write(values.map(yamlOf).join("---\n"));
}

/** Rows as a table, or what they say as JSON or YAML. */
export function printRows(
  form: Form,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  values: readonly JsonValue[],
  none: string,
): void {
  if (form !== "table") printValues(values, form);
  else printText(rows.length === 0 ? none : table(head, rows));
}

/** Shows a secret, which is answered only once: alone on standard output, so that a script can take it. */
export function printWithSecret(
  command: Command,
  kind: string,
  schema: DescMessage,
  resource: Message,
  secret: string,
): void {
  const form = formOf(command);
  if (form !== "table") return printValues([{ ...asManifest(kind, schema, resource, form), secret }], form, true);
  printError("The secret, which is shown only now:");
  print(secret);
}
