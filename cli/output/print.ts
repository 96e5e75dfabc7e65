import { type DescMessage, type JsonObject, type JsonValue, type Message, toJson } from "@bufbuild/protobuf";
import type { Command } from "commander";
import { stringify } from "yaml";
import { table } from "./table.ts";

export type Form = "table" | "json" | "yaml";

export function formOf(command: Command): Form {
  return command.optsWithGlobals<{ output?: Form }>().output ?? "table";
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A resource as a manifest has it, with its status beside. */
export function asManifest(kind: string, schema: DescMessage, resource: Message, form: Form): JsonObject {
  return { kind, ...(toJson(schema, resource, { useProtoFieldName: form === "yaml" }) as JsonObject) };
}

/** Values as JSON, one alone or a list; or as YAML, a document each. */
export function printValues(values: readonly JsonValue[], form: Exclude<Form, "table">, single = false): void {
  if (form === "json") print(JSON.stringify(single ? values[0] : values, null, 2));
  else process.stdout.write(values.map((value) => stringify(value, { lineWidth: 0 })).join("---\n"));
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
  else print(rows.length === 0 ? none : table(head, rows));
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
  process.stderr.write("The secret, which is shown only now:\n");
  print(secret);
}
