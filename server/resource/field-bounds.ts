import { type DescField, type DescMessage, getOption, hasOption, type Message } from "@bufbuild/protobuf";
import { type FieldMask, FieldMaskSchema } from "@bufbuild/protobuf/wkt";
import { field as fieldRules } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import type { FieldViolation } from "./api-error.ts";

/** The most items of a list, or pairs of a map, that the proto allows; undefined when it sets no bound. */
export function mostItems(field: DescField): number | undefined {
  if (!hasOption(field, fieldRules)) return undefined;
  const { type } = getOption(field, fieldRules);
  const bound = type.case === "repeated" ? type.value.maxItems : type.case === "map" ? type.value.maxPairs : undefined;
  return bound === undefined || bound === 0n ? undefined : Number(bound);
}

/** The violation of a list or a map with too many items; undefined when it may have that many. */
export function countViolation(field: DescField, count: number, path: string): FieldViolation | undefined {
  const most = mostItems(field);
  if (most === undefined || count <= most) return undefined;
  return { field: path, description: `has ${count} items: at most ${most} are allowed` };
}

/**
 * The lists and maps of a message that have more items than the proto allows, from the outside in. It looks at counts
 * alone, and into nothing that has too many items: to be called before anything that looks at each item.
 */
export function countViolations(desc: DescMessage, message: Message): FieldViolation[] {
  const violations: FieldViolation[] = [];
  count(desc, message, "", violations);
  return violations;
}

/** No message has so many fields. */
const mostMaskPaths = 1_000;

type Fields = Readonly<Record<string, unknown>>;

function count(desc: DescMessage, message: Message, path: string, violations: FieldViolation[]): void {
  if (desc.typeName === FieldMaskSchema.typeName) {
    const { length } = (message as FieldMask).paths;
    if (length > mostMaskPaths)
      violations.push({ field: path, description: `has ${length} paths: at most ${mostMaskPaths} are allowed` });
    return;
  }
  // Values of any form: their bounds are those of what they stand for.
  if (desc.typeName.startsWith("google.protobuf.")) return;
  for (const field of desc.fields) {
    const value = setValue(field, message);
    if (value === undefined) continue;
    const fieldPath = path === "" ? field.name : `${path}.${field.name}`;
    if (field.fieldKind === "list") {
      const items = value as readonly Message[];
      const violation = countViolation(field, items.length, fieldPath);
      if (violation !== undefined) violations.push(violation);
      else if (field.message !== undefined) {
        for (const [index, item] of items.entries()) count(field.message, item, `${fieldPath}[${index}]`, violations);
      }
    } else if (field.fieldKind === "map") {
      const violation = countViolation(field, Object.keys(value as Fields).length, fieldPath);
      if (violation !== undefined) violations.push(violation);
    } else if (field.fieldKind === "message") count(field.message, value as Message, fieldPath, violations);
  }
}

function setValue({ localName, oneof }: DescField, message: Message): unknown {
  const fields = message as unknown as Fields;
  if (oneof === undefined) return fields[localName];
  const arm = fields[oneof.localName] as { case: string | undefined; value?: unknown };
  return arm.case === localName ? arm.value : undefined;
}
