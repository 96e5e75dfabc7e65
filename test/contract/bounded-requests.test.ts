// Nothing that a caller of the management API can send is without a bound: a request is refused by its counts and lengths
// before anything looks at each of its items.

import { readdirSync } from "node:fs";
import {
  type DescField,
  type DescMessage,
  type DescService,
  getOption,
  hasOption,
  ScalarType,
} from "@bufbuild/protobuf";
import { type FieldRules, field as fieldRules } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { describe, expect, it } from "vitest";
import { FieldBehavior, field_behavior } from "../../gen/es/google/api/field_behavior_pb.ts";

const generated = new URL("../../gen/es/weir/inference/v1alpha1/", import.meta.url);
const modules: Record<string, { readonly kind?: unknown }>[] = await Promise.all(
  readdirSync(generated)
    .filter((name) => name.endsWith("_service_pb.ts"))
    .map((name) => import(new URL(name, generated).href)),
);
const services = modules
  .flatMap((module) => Object.values(module))
  .filter((each) => each.kind === "service") as DescService[];

/** Messages in the requests of all methods, at every depth. */
function requestMessages(): DescMessage[] {
  const found = new Set<DescMessage>();
  const add = (desc: DescMessage): void => {
    // Timestamps, values of any form and the like: the code that reads them bounds them.
    if (found.has(desc) || desc.typeName.startsWith("google.protobuf.")) return;
    found.add(desc);
    for (const field of givenFields(desc)) if (field.message !== undefined) add(field.message);
  };
  for (const { methods } of services) for (const { input } of methods) add(input);
  return [...found];
}

function givenFields({ fields }: DescMessage): DescField[] {
  return fields.filter((each) => !getOption(each, field_behavior).includes(FieldBehavior.OUTPUT_ONLY));
}

function isBoundedText(rules: FieldRules | undefined): boolean {
  const type = rules?.type;
  if (type?.case !== "string" && type?.case !== "bytes") return false;
  const { maxLen, len, pattern, wellKnown } = type.value;
  const ofKnownLength = ["uuid", "hostname", "ip", "ipWithPrefixlen"].includes(wellKnown.case ?? "");
  return maxLen > 0n || len > 0n || type.value.in.length > 0 || ofKnownLength || isBoundedPattern(pattern);
}

/** Whether a pattern matches the whole of a text, and repeats nothing without end. */
function isBoundedPattern(pattern: string): boolean {
  const outsideOfClasses = pattern.replaceAll(/\\.|\[(?:\\.|[^\]])*\]/g, "");
  return /^\^.*\$$/.test(pattern) && !/[*+]|\{\d+,\}/.test(outsideOfClasses);
}

function isText({ scalar }: DescField): boolean {
  return scalar === ScalarType.STRING || scalar === ScalarType.BYTES;
}

/** The parts of a field that have no bound. */
function unbounded(field: DescField): string[] {
  const rules = hasOption(field, fieldRules) ? getOption(field, fieldRules) : undefined;
  const missing: string[] = [];
  const require = (holds: boolean, what: string): void => {
    if (!holds) missing.push(what);
  };
  switch (field.fieldKind) {
    case "list": {
      const list = rules?.type.case === "repeated" ? rules.type.value : undefined;
      require((list?.maxItems ?? 0n) > 0n, "max_items");
      if (isText(field)) require(isBoundedText(list?.items), "the length of its items");
      break;
    }
    case "map": {
      const map = rules?.type.case === "map" ? rules.type.value : undefined;
      require((map?.maxPairs ?? 0n) > 0n, "max_pairs");
      if (field.mapKey === ScalarType.STRING) require(isBoundedText(map?.keys), "the length of its keys");
      if (isText(field)) require(isBoundedText(map?.values), "the length of its values");
      break;
    }
    case "scalar":
      if (isText(field)) require(isBoundedText(rules), "max_len");
      break;
  }
  return missing;
}

describe.each(requestMessages().map((desc) => ({ name: desc.typeName, desc })))("$name", ({ desc }) => {
  it("bounds its lists, its maps and its texts", () => {
    const missing = givenFields(desc).flatMap((field) => unbounded(field).map((what) => `${field.name}: ${what}`));
    expect(missing).toEqual([]);
  });
});
