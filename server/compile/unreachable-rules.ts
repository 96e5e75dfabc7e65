import { equals } from "@bufbuild/protobuf";
import type { RuleSpec } from "../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import { type ValueCondition, ValueConditionSchema } from "../../gen/es/weir/inference/v1alpha1/value_condition_pb.ts";
import { PathTrie } from "../../kit/path-trie.ts";
import type { Finding } from "./finding.ts";
import type { ParsedRule } from "./rule-order.ts";

/**
 * The rules that can never take a request: what they ask for contradicts itself, or another takes all of it before.
 *
 * @param rules in the order in which they are looked at
 */
export function findUnreachable(rules: readonly ParsedRule[]): Finding[] {
  const findings: Finding[] = [];
  const earlier = new PathTrie<RuleSpec>();
  for (const { spec, pattern } of rules) {
    const message = contradictionIn(spec) ?? shadowOf(spec, earlier.covering(pattern));
    earlier.add(pattern, spec);
    if (message === undefined) continue;
    findings.push({ resource: { kind: "rule", id: spec.id }, reason: "NeverMatches", message });
  }
  return findings;
}

function contradictionIn({ headers, query }: RuleSpec): string | undefined {
  for (const [what, conditions] of [
    ["header", headers],
    ["query parameter", query],
  ] as const) {
    const nameOf = ({ name }: ValueCondition): string => (what === "header" ? name.toLowerCase() : name);
    const absent = conditions.filter(({ match }) => match.case === "present" && !match.value).map(nameOf);
    const wanted = conditions.filter(({ match }) => match.case !== "present" || match.value).map(nameOf);
    const both = wanted.find((name) => absent.includes(name));
    if (both !== undefined) return `${what} "${both}" must be there and must not`;
  }
  return undefined;
}

/** @param earlier those that match every path that it matches, and are looked at before */
function shadowOf(spec: RuleSpec, earlier: readonly RuleSpec[]): string | undefined {
  const shadow = earlier.find(
    ({ methods, headers, query }) =>
      coversMethods(methods, spec.methods) &&
      asksNoMore(headers, spec.headers, true) &&
      asksNoMore(query, spec.query, false),
  );
  return shadow && `rule "${shadow.name}" (${shadow.path}) takes every request that it could take`;
}

function coversMethods(methods: readonly string[], others: readonly string[]): boolean {
  return methods.length === 0 || (others.length > 0 && others.every((method) => methods.includes(method)));
}

/** Whether whatever fulfils the others fulfils these. */
function asksNoMore(
  conditions: readonly ValueCondition[],
  others: readonly ValueCondition[],
  isCaseInsensitive: boolean,
): boolean {
  const keyed = (condition: ValueCondition): ValueCondition =>
    isCaseInsensitive ? { ...condition, name: condition.name.toLowerCase() } : condition;
  return conditions.every((each) => others.some((other) => equals(ValueConditionSchema, keyed(each), keyed(other))));
}
