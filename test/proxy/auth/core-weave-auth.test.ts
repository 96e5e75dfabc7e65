import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../../kit/clock.ts";
import { RememberedAnswers } from "../../../kit/remembered-answers.ts";
import type { Callers, TokenSet } from "../../../proxy/auth/callers.ts";
import { CoreWeaveAuthenticator } from "../../../proxy/auth/core-weave-auth.ts";
import type { OutsideCaller } from "../../../proxy/auth/outside-callers.ts";

const identity = { kind: "identity", subject: "u", teams: [], isAdmin: false } as const;

/** Counts how often somebody looks through the tokens of all organizations. */
class CountedSets extends Map<string, TokenSet> {
  looks = 0;

  override values(): MapIterator<TokenSet> {
    this.looks += 1;
    return super.values();
  }
}

describe("CoreWeaveAuthenticator", () => {
  it.each([1, 2])("looks through all organizations only before somebody else is asked (%i to ask)", async (count) => {
    const asked: string[] = [];
    const ask = async (secret: string): Promise<OutsideCaller | undefined> => {
      asked.push(secret);
      const isLast = asked.length % count === 0;
      return isLast && secret === "good"
        ? { organizationId: "o", identity, expiresAtMs: Number.POSITIVE_INFINITY }
        : undefined;
    };
    const outside = Array.from({ length: count }, () => new RememberedAnswers({ ask, clock: systemClock }));
    const authenticator = new CoreWeaveAuthenticator("o", systemClock, outside);
    const tokenSets = new CountedSets();
    tokenSets.set("other", new Map([[hash("sha256", "others", "base64"), { identity, expireAtMs: 1e15 }]]));
    const callers: Callers = { tokenSets, keySets: new Map() };
    const verdictOf = (token: string) =>
      authenticator.authenticate({ authorization: `Bearer ${token}` }, callers, "192.0.2.1");
    for (let request = 0; request < 10; request++) {
      expect(await verdictOf("good")).toBe(identity);
      expect(await verdictOf("bad")).toMatchObject({ kind: "invalid" });
    }
    expect([tokenSets.looks, asked.length]).toEqual([2, 2 * count]);
    // A token of another organization is shown to nobody.
    for (let request = 0; request < 3; request++) expect(await verdictOf("others")).toMatchObject({ kind: "invalid" });
    expect(asked).not.toContain("others");
  });
});
