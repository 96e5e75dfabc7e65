import {
  type DescEnum,
  type DescField,
  type DescMessage,
  fromJson,
  type JsonValue,
  ScalarType,
} from "@bufbuild/protobuf";
import type { FieldViolation } from "./api-error.ts";
import { countViolation } from "./field-bounds.ts";
import { holdsSecrets } from "./secret-fields.ts";

/** A value with more mistakes has all kinds of them among these. */
const mostViolations = 100;

/**
 * Everything that keeps a JSON value from being read as a message, each with its path in proto names: unknown fields,
 * wrong types, two arms of a oneof. Nothing when it can be read.
 */
export function jsonViolations(message: DescMessage, json: JsonValue): FieldViolation[] {
  const violations: FieldViolation[] = [];
  checkMessage(message, json, "", violations);
  return violations;
}

function checkMessage(message: DescMessage, json: JsonValue, path: string, violations: FieldViolation[]): void {
  // Timestamp, Duration, FieldMask and the like have JSON forms of their own.
  if (message.typeName.startsWith("google.protobuf.")) {
    checkWellKnown(message, json, path, violations);
    return;
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    violations.push({ field: path, description: `must be an object${butIs(json, holdsSecrets(message))}` });
    return;
  }
  const seen = new Set<DescField>();
  for (const [key, value] of Object.entries(json)) {
    if (violations.length >= mostViolations) return;
    const field = message.fields.find(({ jsonName, name }) => jsonName === key || name === key);
    const fieldPath = join(path, field?.name ?? key);
    if (field === undefined) {
      const known = message.fields.map(({ jsonName }) => jsonName).join(", ");
      violations.push({
        field: fieldPath,
        description: `unknown field: ${known === "" ? "there are none" : `the fields are ${known}`}`,
      });
    } else if (seen.has(field)) {
      violations.push({ field: fieldPath, description: "is given twice" });
    } else if (value !== null) {
      seen.add(field);
      checkField(field, value, fieldPath, violations);
    }
  }
  for (const oneof of message.oneofs) {
    const given = oneof.fields.filter((field) => seen.has(field));
    if (given.length < 2) continue;
    const names = given.map(({ name }) => name).join(" and ");
    violations.push({ field: join(path, oneof.name), description: `exactly one may be set, not ${names}` });
  }
}

function checkField(field: DescField, json: JsonValue, path: string, violations: FieldViolation[]): void {
  switch (field.fieldKind) {
    case "list":
      if (!Array.isArray(json)) {
        const isSecret = field.message !== undefined && holdsSecrets(field.message);
        violations.push({ field: path, description: `must be an array${butIs(json, isSecret)}` });
        return;
      }
      if (hasTooMany(field, json.length, path, violations)) return;
      for (const [index, item] of json.entries()) checkValue(field, item, `${path}[${index}]`, violations);
      return;
    case "map":
      if (typeof json !== "object" || json === null || Array.isArray(json)) {
        violations.push({ field: path, description: `must be an object, not ${nameOf(json)}` });
        return;
      }
      if (hasTooMany(field, Object.keys(json).length, path, violations)) return;
      for (const [key, item] of Object.entries(json)) checkValue(field, item, `${path}["${key}"]`, violations);
      return;
    default:
      checkValue(field, json, path, violations);
  }
}

function hasTooMany(field: DescField, count: number, path: string, violations: FieldViolation[]): boolean {
  const violation = countViolation(field, count, path);
  if (violation !== undefined) violations.push(violation);
  return violation !== undefined;
}

function checkValue(field: DescField, json: JsonValue, path: string, violations: FieldViolation[]): void {
  if (field.message !== undefined) checkMessage(field.message, json, path, violations);
  else if (field.enum !== undefined) checkEnum(field.enum, json, path, violations);
  else if (field.scalar !== undefined) checkScalar(field, field.scalar, json, path, violations);
}

function checkEnum(desc: DescEnum, json: JsonValue, path: string, violations: FieldViolation[]): void {
  if (desc.values.some(({ name, number }) => json === name || json === number)) return;
  const allowed = desc.values.map(({ name }) => name).join(", ");
  violations.push({ field: path, description: `must be one of ${allowed}, not ${JSON.stringify(json)}` });
}

function checkScalar(
  field: DescField,
  type: ScalarType,
  json: JsonValue,
  path: string,
  violations: FieldViolation[],
): void {
  const allowed = allowedForm(type);
  if (allowed.accepts(json)) return;
  const isSecret = field.proto.options?.debugRedact === true;
  violations.push({ field: path, description: `must be ${allowed.name}${butIs(json, isSecret)}` });
}

function allowedForm(type: ScalarType): { name: string; accepts: (json: JsonValue) => boolean } {
  switch (type) {
    case ScalarType.STRING:
      return { name: "a string", accepts: (json) => typeof json === "string" };
    case ScalarType.BOOL:
      return { name: "true or false", accepts: (json) => typeof json === "boolean" };
    case ScalarType.BYTES:
      return { name: "a base64 string", accepts: (json) => typeof json === "string" && /^[\w+/-]*={0,2}$/.test(json) };
    case ScalarType.FLOAT:
    case ScalarType.DOUBLE:
      return { name: "a number", accepts: (json) => json !== "" && !Number.isNaN(Number(json)) };
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return { name: "a whole number from 0 to 4294967295", accepts: wholeNumber(0n, 0xffff_ffffn) };
    case ScalarType.INT32:
    case ScalarType.SINT32:
    case ScalarType.SFIXED32:
      return { name: "a whole number of 32 bits", accepts: wholeNumber(-0x8000_0000n, 0x7fff_ffffn) };
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return { name: "a whole number of 64 bits, not negative", accepts: wholeNumber(0n, 2n ** 64n - 1n) };
    default:
      return { name: "a whole number of 64 bits", accepts: wholeNumber(-(2n ** 63n), 2n ** 63n - 1n) };
  }
}

function wholeNumber(min: bigint, max: bigint): (json: JsonValue) => boolean {
  return (json) => {
    const text = typeof json === "string" ? json : Number.isInteger(json) ? BigInt(json as number).toString() : "";
    return /^-?\d{1,20}$/.test(text) && BigInt(text) >= min && BigInt(text) <= max;
  };
}

function checkWellKnown(message: DescMessage, json: JsonValue, path: string, violations: FieldViolation[]): void {
  try {
    fromJson(message, json);
  } catch (error) {
    // The settings of a plugin, which may hold a secret, are a Struct.
    const isSecret = message.typeName === "google.protobuf.Struct";
    const text = error instanceof Error && !isSecret ? error.message : "";
    const reason = text.replace(/^cannot decode message \S+ from JSON:? ?/, "");
    violations.push({ field: path, description: `must be a ${message.typeName} in JSON${reason && `: ${reason}`}` });
  }
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** Names the value that was given, unless it may be a secret: a secret of the wrong type is a secret too. */
function butIs(json: JsonValue, isSecret: boolean): string {
  return isSecret && typeof json !== "object" ? "" : `, not ${nameOf(json)}`;
}

function nameOf(json: JsonValue): string {
  if (json === null) return "null";
  if (Array.isArray(json)) return "an array";
  if (typeof json === "object") return "an object";
  const text = JSON.stringify(json);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
