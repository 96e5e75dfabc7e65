import type { RuleSpec } from "../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import { compareText } from "../../kit/compare-text.ts";
import { compareSpecificity, type PathPattern } from "../../kit/path-pattern.ts";

/** A rule with its path as it is matched. */
export interface ParsedRule {
  readonly spec: RuleSpec;
  readonly pattern: PathPattern;
}

/**
 * Below 0 where the first is looked at first: the higher priority, the more specific path, some methods before all, more
 * conditions before fewer, the lower id.
 */
export function compareRules(a: ParsedRule, b: ParsedRule): number {
  return (
    b.spec.priority - a.spec.priority ||
    compareSpecificity(a.pattern, b.pattern) ||
    Number(a.spec.methods.length === 0) - Number(b.spec.methods.length === 0) ||
    conditionCount(b.spec) - conditionCount(a.spec) ||
    compareText(a.spec.id, b.spec.id)
  );
}

function conditionCount({ headers, query }: RuleSpec): number {
  return headers.length + query.length;
}
