import {
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescOneof,
  type JsonObject,
  type JsonValue,
  ScalarType,
} from "@bufbuild/protobuf";
import { commentOf } from "../comment-of.ts";
import { type FieldRules, isRequired, rulesOf, sentencesOf } from "../field-rules.ts";

/** The JSON forms of messages that protobuf gives a form of their own. */
const wellKnownTypes: Readonly<Record<string, JsonObject>> = {
  "google.protobuf.Timestamp": { type: "string", format: "date-time" },
  "google.protobuf.Duration": {
    type: "string",
    pattern: "^-?[0-9]+(\\.[0-9]{1,9})?s$",
    examples: ["1.5s"],
  },
  "google.protobuf.FieldMask": { type: "string", examples: ["name,endpointConfiguration"] },
};

const formats = {
  uuid: { pattern: "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}" },
  uri: { format: "uri" },
  hostname: { format: "hostname" },
  cidr: { examples: ["10.0.0.0/8"] },
} as const;

/** The schemas of messages, collected as they are referred to. */
export class Schemas {
  readonly #schemas = new Map<string, JsonObject>();

  /** All that were referred to, by name in order. */
  all(): JsonObject {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** A reference to a message's schema. */
  refer(desc: DescMessage): JsonObject {
    return this.#refer(desc, () => this.#ofMessage(desc, desc.fields));
  }

  /**
   * A reference to the schema of a request's body: without the fields that its path carries, and with no others than the
   * contract's, because the server refuses those.
   */
  referBody(desc: DescMessage, inPath: ReadonlySet<string>): JsonObject {
    return this.#refer(desc, () => ({
      ...this.#ofMessage(
        desc,
        desc.fields.filter(({ name }) => !inPath.has(name)),
      ),
      additionalProperties: false,
    }));
  }

  /** The schema of a field, or of a query parameter. */
  ofField(desc: DescField): JsonObject {
    const rules = rulesOf(desc);
    const about: JsonObject = { ...describe([commentOf(desc), ...rules.sentences.map((each) => `It ${each}.`)]) };
    if (rules.outputOnly) about.readOnly = true;
    if (rules.inputOnly) about.writeOnly = true;
    switch (desc.fieldKind) {
      case "list": {
        const { minItems, maxItems, unique } = rules.list;
        const items = desc.listKind === "message" ? this.#ofMessageType(desc.message) : this.#ofValue(desc, rules);
        return {
          type: "array",
          items,
          ...keywords({ minItems, maxItems }),
          ...(unique && { uniqueItems: true }),
          ...about,
        };
      }
      case "map": {
        const additionalProperties =
          desc.mapKind === "message" ? this.#ofMessageType(desc.message) : this.#ofValue(desc, rules);
        return { type: "object", additionalProperties, ...about };
      }
      case "message":
        return { ...this.#ofMessageType(desc.message), ...about };
      default:
        return { ...this.#ofValue(desc, rules), ...about };
    }
  }

  #refer(desc: DescMessage, build: () => JsonObject): JsonObject {
    const name = nameOf(desc);
    if (!this.#schemas.has(name)) {
      // Before it is built: a message may hold itself.
      this.#schemas.set(name, {});
      this.#schemas.set(name, build());
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  #ofMessage(desc: DescMessage, fields: readonly DescField[]): JsonObject {
    const properties: JsonObject = {};
    for (const field of fields) properties[field.jsonName] = this.ofField(field);
    const whole = demandsOf(desc, fields);
    // With a mask, the fields that it names are all that is needed.
    const mask = fields.find(({ message }) => message?.typeName === "google.protobuf.FieldMask");
    return {
      type: "object",
      ...describe([commentOf(desc), ...sentencesOf(desc).map((sentence) => `${sentence}.`)]),
      ...(fields.length > 0 && { properties }),
      ...(mask === undefined ? whole : { anyOf: [whole, { required: [mask.jsonName] }] }),
    };
  }

  #ofMessageType(desc: DescMessage): JsonObject {
    return wellKnownTypes[desc.typeName] ?? this.refer(desc);
  }

  #ofValue(desc: DescField, rules: FieldRules): JsonObject {
    if (desc.enum !== undefined) return this.#ofEnum(desc.enum, rules);
    switch (desc.scalar) {
      case ScalarType.STRING:
        return textSchema(rules);
      case ScalarType.BOOL:
        return { type: "boolean" };
      case ScalarType.BYTES:
        return { type: "string", contentEncoding: "base64" };
      case ScalarType.INT32:
      case ScalarType.UINT32: {
        const [low, high] = desc.scalar === ScalarType.UINT32 ? [0, 2 ** 32 - 1] : [-(2 ** 31), 2 ** 31 - 1];
        const { minimum = low, maximum = high } = rules.number;
        return { type: "integer", minimum, maximum };
      }
      case ScalarType.DOUBLE:
      case ScalarType.FLOAT:
        return { type: "number" };
      case ScalarType.INT64:
      case ScalarType.UINT64:
        return { type: "string", pattern: "^-?[0-9]{1,20}$" };
      default:
        throw new Error(`${desc.toString()}: no JSON schema for this type yet`);
    }
  }

  #ofEnum(desc: DescEnum, { notIn }: FieldRules): JsonObject {
    const values = desc.values.filter(({ number }) => !notIn.includes(number));
    const meanings = values.map((value) => `- \`${value.name}\`: ${commentOf(value)}`);
    return { type: "string", enum: values.map(({ name }) => name), description: meanings.join("\n") };
  }
}

/** A message's name without its package. */
export function nameOf(desc: DescMessage | DescEnum): string {
  return desc.typeName.slice(desc.file.proto.package.length + 1);
}

/** Which of the fields must be there, and which not together. */
function demandsOf(desc: DescMessage, fields: readonly DescField[]): JsonObject {
  const required = fields.filter((field) => rulesOf(field).required).map(({ jsonName }) => jsonName);
  const choices = desc.oneofs.map((oneof) => choiceOf(oneof));
  return {
    ...(required.length > 0 && { required }),
    ...(choices.length === 1 ? choices[0] : choices.length > 1 && { allOf: choices }),
  };
}

/** Exactly one of a oneof's members, or at most one. */
function choiceOf(desc: DescOneof): JsonObject {
  const members: JsonObject[] = desc.fields.map(({ jsonName }) => ({ required: [jsonName] }));
  return { oneOf: isRequired(desc) ? members : [...members, { not: { anyOf: members } }] };
}

function textSchema({ text, mayBeEmpty }: FieldRules): JsonObject {
  const { minLength, maxLength, format } = text;
  const known: { pattern?: string; format?: string; examples?: readonly string[] } =
    format === undefined ? {} : formats[format];
  const pattern = known.pattern === undefined ? text.pattern : `^${known.pattern}$`;
  return {
    type: "string",
    ...keywords({ minLength, maxLength }),
    ...(pattern !== undefined && { pattern: mayBeEmpty ? `^$|${pattern}` : pattern }),
    ...(known.format !== undefined && { format: known.format }),
    ...(known.examples !== undefined && { examples: [...known.examples] }),
  };
}

function describe(parts: readonly string[]): JsonObject {
  const description = parts.filter((part) => part !== "").join(" ");
  return description === "" ? {} : { description };
}

function keywords(given: Readonly<Record<string, number | undefined>>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, number] => entry[1] !== undefined));
}
