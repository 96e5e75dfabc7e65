import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type DescField,
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  toJson,
} from "@bufbuild/protobuf";
import { nameOf } from "./schemas.ts";

const folder = join(import.meta.dirname, "examples");
const written = new Map(
  readdirSync(folder).map((name) => [name.replace(".json", ""), JSON.parse(readFileSync(join(folder, name), "utf8"))]),
);

/**
 * An example of a message: the one that stands in `examples/`, or one put together from the examples of its fields.
 * Throws where the contract does not allow what stands there.
 */
export function exampleOf(desc: DescMessage): JsonObject {
  const example: JsonObject = written.get(nameOf(desc)) ?? {};
  for (const field of desc.fields) {
    if (field.jsonName in example) continue;
    const value = exampleOfField(field);
    if (value !== undefined) example[field.jsonName] = value;
  }
  return toJson(desc, fromJson(desc, example)) as JsonObject;
}

function exampleOfField(field: DescField): JsonValue | undefined {
  if (field.message !== undefined) {
    if (!written.has(nameOf(field.message))) return undefined;
    const value = exampleOf(field.message);
    return field.fieldKind === "list" ? [value] : value;
  }
  // An event's type.
  return field.fieldKind === "enum" && field.oneof === undefined ? field.enum.values[1]?.name : undefined;
}
