import { clone, type DescMessage, type JsonObject, type JsonValue, type Message, toJson } from "@bufbuild/protobuf";
import { maskedSecret, secretFieldsOf } from "../resource/secret-fields.ts";

/** A field whose value is another, in JSON; undefined: there is none. */
export interface FieldChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const anotherSecret = "[another secret]";

/**
 * What is different between two specs, field by field, with proto names. Secrets are masked.
 *
 * @param comparesSecrets whether the answer may tell that a secret is another one
 */
export function changesOf(desc: DescMessage, before: Message, after: Message, comparesSecrets: boolean): FieldChange[] {
  const [old, next] = [clone(desc, before), clone(desc, after)];
  const secrets = new Map(secretFieldsOf(desc, old).map((field) => [field.path, field.get()]));
  for (const field of secretFieldsOf(desc, next)) {
    const isSame = !comparesSecrets || secrets.get(field.path) === field.get();
    field.set(isSame ? maskedSecret : anotherSecret);
  }
  for (const field of secretFieldsOf(desc, old)) field.set(maskedSecret);
  const json = (message: Message): JsonValue => toJson(desc, message, { useProtoFieldName: true });
  const changes: FieldChange[] = [];
  compare(json(old), json(next), "", changes);
  return changes;
}

function compare(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: string,
  changes: FieldChange[],
): void {
  if (isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[name], after[name], path === "" ? name : `${path}.${name}`, changes);
    }
  } else if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    for (let index = 0; index < length; index++) compare(before[index], after[index], `${path}[${index}]`, changes);
  } else if (JSON.stringify(before) !== JSON.stringify(after)) {
    changes.push({ path, before: textOf(before), after: textOf(after) });
  }
}

function isObject(json: JsonValue | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function textOf(json: JsonValue | undefined): string | undefined {
  return json === undefined ? undefined : JSON.stringify(json);
}
