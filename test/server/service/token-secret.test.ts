import { expect, it } from "vitest";
import { systemRandom } from "../../../kit/random.ts";
import { isWeirCredential } from "../../../kit/weir-credential.ts";
import { generateSecret, hintOf } from "../../../server/service/token-secret.ts";

it.each(["accessToken", "apiKey", "proxyToken"] as const)("a generated %s is known by its beginning", (kind) => {
  const secret = generateSecret(kind, systemRandom);
  expect(isWeirCredential(secret)).toBe(true);
  expect(secret.length - hintOf(secret).length).toBeGreaterThan(32);
});

it.each(["correct-horse-16", "weir_at_12345678", "x".repeat(39)])(
  "the hint of a short admin token shows nothing",
  (token) => {
    expect(hintOf(token)).toBe("");
  },
);
