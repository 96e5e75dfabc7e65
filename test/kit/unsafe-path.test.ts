import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findUnsafe } from "../../kit/unsafe-path.ts";
import { hasDotSegment, spelledPaths } from "../support/spelled-paths.ts";

describe("findUnsafe", () => {
  it("finds the dot segments that a decoder finds which goes on until nothing changes, and no others", () => {
    let found = 0;
    fc.assert(
      fc.property(spelledPaths, (path) => {
        const expected = hasDotSegment(path);
        found += Number(expected);
        expect(findUnsafe(path) === "dot segment").toBe(expected);
      }),
      { numRuns: 20_000 },
    );
    expect(found).toBeGreaterThan(2_000);
  });

  it.each([
    "/",
    "/v1/chat/completions?model=../..",
    "/a%2Fb/..c/d..?x=../..%2f",
    "/org%2Fchat/v1/chat/completions",
    "/.well-known/openid-configuration",
    "/...",
    "/v1/files/r%C3%A9sum%C3%A9.pdf",
    "/a%5Cb",
    "/a%",
    "/a%2",
    "/100%25",
    "/a;v=1/b",
    "/x%20y/z+w",
    "//double//slash",
  ])("lets %s pass", (path) => {
    expect(findUnsafe(path)).toBeUndefined();
  });

  it.each([
    ["/a/../b", "dot segment"],
    ["/..", "dot segment"],
    ["/a/.", "dot segment"],
    ["/a\\..\\b", "dot segment"],
    ["/a%5c..%5cb", "dot segment"],
    ["/..%2f..%2fadmin", "dot segment"],
    ["/%252e%252e%252fadmin", "dot segment"],
    ["/%25252e%25252e/x", "dot segment"],
    ["/..;a=b/x", "dot segment"],
    ["/..%3bx/y", "dot segment"],
    ["/..%3fx", "dot segment"],
    ["/..%23", "dot segment"],
    ["/..#/x", "dot segment"],
    ["/%2%65%2%65/x", "dot segment"],
    ["/%u002e%u002e/x", "dot segment"],
    ["/a%00b", "control character"],
    ["/..%00/b", "control character"],
    ["/.%09./b", "control character"],
    ["/a%250ab", "control character"],
    ["/a%7f", "control character"],
    ["/%c0%ae%c0%ae/x", "overlong UTF-8"],
    ["/..%c0%af..", "overlong UTF-8"],
    ["/%e0%80%ae", "overlong UTF-8"],
    ["/%f0%80%80%ae", "overlong UTF-8"],
    ["/%25c0%25ae", "overlong UTF-8"],
  ])("says of %s: %s", (path, unsafe) => {
    expect(findUnsafe(path)).toBe(unsafe);
  });

  it("takes time in proportion to the length, however often a path is encoded", () => {
    expect(findUnsafe(`/%${"25".repeat(30_000)}2e`)).toBe("dot segment");
    expect(findUnsafe(`/${"%25".repeat(20_000)}2e`)).toBeUndefined();
    expect(findUnsafe(`/${"%2".repeat(30_000)}`)).toBeUndefined();
  });
});
