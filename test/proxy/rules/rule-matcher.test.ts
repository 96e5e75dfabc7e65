import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PathPattern, parsePathPattern } from "../../../kit/path-pattern.ts";
import { rewritePath } from "../../../proxy/rules/rewrite-path.ts";
import { type MatchableRequest, type RuleMatch, RuleMatcher } from "../../../proxy/rules/rule-matcher.ts";

type Declared = { path: string; methods?: string[]; beta?: boolean };

function matchOf({ path, methods = [], beta }: Declared): RuleMatch {
  const pattern = parsePathPattern(path);
  if (typeof pattern === "string") throw new Error(pattern);
  const isBeta = (value: string | undefined): boolean => (value !== undefined) === beta;
  return { pattern, methods, headers: beta === undefined ? [] : [{ name: "x-beta", holds: isBeta }], query: [] };
}

function matcherOf(rules: readonly Declared[]): RuleMatcher<{ id: string }> {
  return new RuleMatcher(rules.map((rule, index) => ({ match: matchOf(rule), route: { id: String(index) } })));
}

/** Whether a pattern matches a path, read from its definition. */
function matches({ segments, isPrefix }: PathPattern, path: string): boolean {
  const given = path.split("?")[0]!.split("/").slice(1);
  if (isPrefix ? given.length < segments.length : given.length !== segments.length) return false;
  return segments.every((segment, index) => {
    const text = decodeURIComponent(given[index]!);
    return segment.kind === "any" ? text !== "" : text === segment.text;
  });
}

function takes(rule: Declared, { method, path, headers }: MatchableRequest): boolean {
  const { pattern, methods } = matchOf(rule);
  const isBeta = headers["x-beta"] !== undefined;
  return (
    matches(pattern, path) &&
    (methods.length === 0 || methods.includes(method)) &&
    (rule.beta === undefined || rule.beta === isBeta)
  );
}

const text = fc.constantFrom("a", "b", "c");
const pathOf = (segments: fc.Arbitrary<string>, end: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(segments, { maxLength: 4 }), end)
    .map(([parts, last]) => `/${parts.map((part, index) => (part === "{}" ? `{n${index}}` : part)).join("/")}${last}`)
    .map((path) => path.replace("//", "/"));
const rule = fc.record(
  {
    path: pathOf(fc.oneof(text, fc.constant("{}")), fc.constantFrom("", "/*", "/")),
    methods: fc.subarray(["GET", "POST"]),
    beta: fc.boolean(),
  },
  { requiredKeys: ["path"] },
);
const request = fc
  .record({
    path: pathOf(fc.oneof(text, fc.constantFrom("%61", "d", "")), fc.constantFrom("", "/", "?a=/b/c", "/?x")),
    method: fc.constantFrom("GET", "POST", "PUT"),
    beta: fc.boolean(),
  })
  .map(({ path, method, beta }): MatchableRequest => ({ path, method, headers: beta ? { "x-beta": "1" } : {} }));

describe("the rule of a request", () => {
  it("is the first one that takes it, for any rules and requests", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 20 }), request, (rules, wanted) => {
        const matcher = matcherOf(rules);
        const first = rules.findIndex((each) => takes(each, wanted));
        expect(matcher.find(wanted)?.id).toBe(first === -1 ? undefined : String(first));
        if (first !== -1) return;
        const others = rules.filter((each) => takes({ ...each, methods: [] }, wanted));
        expect(matcher.methodsFor(wanted)).toEqual([...new Set(others.flatMap(({ methods }) => methods ?? []))].sort());
      }),
      { numRuns: 2_000 },
    );
  });

  it("is found beside a path that can't be decoded", () => {
    const matcher = matcherOf([{ path: "/a/{x}" }, { path: "/a/*" }]);
    expect(matcher.find({ method: "GET", path: "/a/%zz", headers: {} })?.id).toBe("1");
  });
});

describe("a rewritten path", () => {
  it.each([
    ["/v1/users/7?x=/v1", 2, undefined, "/v1/users/7?x=/v1"],
    ["/v1/users/7?x=1", 2, "", "/7?x=1"],
    ["/v1/users/7", 2, "/api", "/api/7"],
    ["/v1/users/7", 2, "/api/", "/api/7"],
    ["/v1/users", 2, "", "/"],
    ["/v1/users?q", 2, "", "/?q"],
    ["/v1/users", 2, "/me", "/me"],
    ["/v1/users/", 2, "/me", "/me/"],
    ["/%76%31/a%2Fb/c", 1, "", "/a%2Fb/c"],
    ["/a", 0, "/x", "/x/a"],
    ["/", 1, "/x", "/x"],
  ])("%s without %i segments and with %s in their place", (path, segments, replacement, expected) => {
    expect(rewritePath(path, segments, replacement)).toBe(expected);
  });
});
