import { type DescField, type DescMessage, type DescOneof, getOption, hasOption } from "@bufbuild/protobuf";
import { field, Ignore, message, oneof } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { FieldBehavior, field_behavior } from "../../gen/es/google/api/field_behavior_pb.ts";

/** What the contract asks of a text. */
export interface TextRules {
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly pattern: string | undefined;
  readonly format: "uuid" | "uri" | "hostname" | "cidr" | undefined;
}

export interface NumberRules {
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

export interface ListRules {
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
  readonly unique: boolean;
}

/** The rules of one field, read from its `buf.validate` and `google.api` options. */
export interface FieldRules {
  readonly required: boolean;
  readonly outputOnly: boolean;
  readonly inputOnly: boolean;
  readonly immutable: boolean;
  /** Empty is as good as absent, whatever the other rules say. */
  readonly mayBeEmpty: boolean;
  /** Of the field, or of each item of a list. */
  readonly text: TextRules;
  readonly number: NumberRules;
  readonly list: ListRules;
  /** Values of an enum that are not allowed. */
  readonly notIn: readonly number[];
  /** Rules that no keyword can say, as sentences. */
  readonly sentences: readonly string[];
}

export function rulesOf(desc: DescField): FieldRules {
  const behaviour = getOption(desc, field_behavior);
  const declared = hasOption(desc, field) ? getOption(desc, field) : undefined;
  const whole = declared?.type;
  const list = whole?.case === "repeated" ? whole.value : undefined;
  const one = list === undefined ? whole : list.items?.type;
  const text = one?.case === "string" ? one.value : undefined;
  const number = one?.case === "int32" || one?.case === "uint32" ? one.value : undefined;
  const enumeration = one?.case === "enum" ? one.value : undefined;
  const wellKnown = { uuid: "uuid", uri: "uri", hostname: "hostname", ipWithPrefixlen: "cidr" } as const;
  const format = text?.wellKnown.case;
  return {
    required: behaviour.includes(FieldBehavior.REQUIRED) || declared?.required === true,
    outputOnly: behaviour.includes(FieldBehavior.OUTPUT_ONLY),
    inputOnly: behaviour.includes(FieldBehavior.INPUT_ONLY),
    immutable: behaviour.includes(FieldBehavior.IMMUTABLE),
    mayBeEmpty: declared?.ignore === Ignore.IF_ZERO_VALUE,
    text: {
      minLength: given(text?.minLen),
      maxLength: given(text?.maxLen),
      pattern: text?.pattern || undefined,
      format: format === undefined ? undefined : wellKnown[format as keyof typeof wellKnown],
    },
    number: {
      minimum: number?.greaterThan.case === "gte" ? number.greaterThan.value : undefined,
      maximum: number?.lessThan.case === "lte" ? number.lessThan.value : undefined,
    },
    list: { minItems: given(list?.minItems), maxItems: given(list?.maxItems), unique: list?.unique === true },
    notIn: enumeration?.notIn ?? [],
    sentences: (declared?.cel ?? []).map(({ message }) => message),
  };
}

/** Whether one member of a oneof must be there. */
export function isRequired(desc: DescOneof): boolean {
  return hasOption(desc, oneof) && getOption(desc, oneof).required;
}

/** Rules between the fields of a message, as sentences. */
export function sentencesOf(desc: DescMessage): string[] {
  return hasOption(desc, message) ? getOption(desc, message).cel.map(({ message: sentence }) => sentence) : [];
}

function given(count: bigint | undefined): number | undefined {
  return count === undefined || count === 0n ? undefined : Number(count);
}
