import { describe, expect, it } from "vitest";
import { compareSpecificity, literalPrefixLength, type PathPattern, parsePathPattern } from "../../kit/path-pattern.ts";
import { PathTrie } from "../../kit/path-trie.ts";

function parse(text: string): PathPattern {
  const pattern = parsePathPattern(text);
  if (typeof pattern === "string") throw new Error(pattern);
  return pattern;
}

describe("a path pattern", () => {
  it.each([
    ["users", "begin with"],
    ["", "begin with"],
    ["/a?b", "without query"],
    ["/a#b", "without query"],
    ["/a b", "without query"],
    ["/a/{id", "whole segment"],
    ["/a/x{id}", "whole segment"],
    ["/a/{1d}", "whole segment"],
    ["/a/*/b", "whole segment"],
    ["/a*", "whole segment"],
    ["/{id}/{id}", "once"],
    ["/a/../b", '".."'],
    ["/a/%2e%2E/b", '"%2e%2E"'],
    ["/%zz", "percent-encoded"],
  ])("%s is refused", (text, why) => {
    expect(parsePathPattern(text)).toContain(why);
  });

  it("is as long, before what it leaves open, as its texts", () => {
    expect(["/", "/*", "/v1/users/{id}/x", "/v1/*", "/{a}"].map((text) => literalPrefixLength(parse(text)))).toEqual([
      1, 0, 2, 1, 0,
    ]);
  });

  it("is ordered by how specific it is, segment by segment", () => {
    const ordered = ["/a/b", "/a/b/c", "/a/b/{x}", "/a/b/*", "/a/{x}", "/a/{x}/b", "/a/{x}/*", "/a/*", "/{x}", "/*"];
    const shuffled = [...ordered].reverse();
    expect(shuffled.sort((a, b) => compareSpecificity(parse(a), parse(b)))).toEqual(ordered);
  });
});

describe("the patterns that cover another", () => {
  it("match whatever it matches", () => {
    const trie = new PathTrie<string>();
    for (const text of ["/*", "/a/*", "/a/{x}", "/a/b", "/{x}/b", "/a/", "/a", "/a/{x}/*"]) trie.add(parse(text), text);
    const covering = (text: string): string[] => trie.covering(parse(text)).sort();
    expect(covering("/a/b")).toEqual(["/*", "/a/*", "/a/b", "/a/{x}", "/a/{x}/*", "/{x}/b"]);
    expect(covering("/a/{y}")).toEqual(["/*", "/a/*", "/a/{x}", "/a/{x}/*"]);
    expect(covering("/a/*")).toEqual(["/*", "/a/*"]);
    expect(covering("/a/")).toEqual(["/*", "/a/", "/a/*"]);
  });
});
