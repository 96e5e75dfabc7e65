import { type DescField, type DescMessage, type JsonObject, type JsonValue, ScalarType } from "@bufbuild/protobuf";
import type { FieldViolation } from "../../resource/api-error.ts";

/**
 * Puts a parameter of the path or the query into a request's JSON, at its field path (`page_size`, `a.b`; proto or JSON
 * names). Gives what is wrong with it.
 *
 * @param source what the parameter is called in errors: `path` or `query`
 */
export function setParameter(
  desc: DescMessage,
  request: JsonObject,
  name: string,
  value: string,
  source: "path" | "query",
): FieldViolation | undefined {
  let message = desc;
  let object = request;
  const parts = name.split(".");
  for (const [index, part] of parts.entries()) {
    const field = message.fields.find((candidate) => candidate.name === part || candidate.jsonName === part);
    if (field === undefined) return unknownParameter(desc, name);
    if (index === parts.length - 1) return setField(field, object, value, name, source);
    if (field.fieldKind !== "message") return unknownParameter(desc, name);
    message = field.message;
    const key = keyIn(object, field);
    object[key] ??= {};
    const inner = object[key];
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return unknownParameter(desc, name);
    object = inner;
  }
  return undefined;
}

function setField(
  field: DescField,
  object: JsonObject,
  value: string,
  name: string,
  source: "path" | "query",
): FieldViolation | undefined {
  const key = keyIn(object, field);
  const json = toJsonValue(field, value);
  if (field.fieldKind === "list") {
    object[key] ??= [];
    const list = object[key];
    if (Array.isArray(list)) list.push(json);
    return undefined;
  }
  if (field.fieldKind === "map" || (field.fieldKind === "message" && !hasTextForm(field.message))) {
    return { field: name, description: `can't be given in the ${source}` };
  }
  const before = object[key];
  if (before === undefined || before === json) {
    object[key] = json;
    return undefined;
  }
  const given = JSON.stringify(before);
  return source === "query"
    ? { field: field.name, description: `is given twice: ${given} and ${JSON.stringify(value)}` }
    : { field: field.name, description: `is ${given} in the body and ${JSON.stringify(value)} in the path` };
}

/** The JSON form of a parameter's text; numbers stay text, which JSON of protobuf takes as well. */
function toJsonValue(field: DescField, value: string): JsonValue {
  if (field.scalar === ScalarType.BOOL && (value === "true" || value === "false")) return value === "true";
  if (field.enum !== undefined && /^-?\d+$/.test(value)) return Number(value);
  return value;
}

/** Timestamp, Duration and FieldMask are strings in JSON. */
function hasTextForm({ typeName }: DescMessage): boolean {
  return ["Timestamp", "Duration", "FieldMask"].some((name) => typeName === `google.protobuf.${name}`);
}

/** A body may use the field's proto name as well as its JSON name: a parameter meets what is there. */
function keyIn(object: JsonObject, field: DescField): string {
  return field.name in object ? field.name : field.jsonName;
}

function unknownParameter(desc: DescMessage, name: string): FieldViolation {
  const known = desc.fields.map(({ jsonName }) => jsonName).join(", ");
  const allowed = known === "" ? "there are none" : `the parameters are ${known}`;
  return { field: name, description: `unknown parameter: ${allowed}` };
}
