// Tokens of an OpenID Connect issuer that is well, broken, or away.

import type { ServerResponse } from "node:http";
import { SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "../../kit/log.ts";
import { OidcIssuer } from "../../kit/oidc-issuer.ts";
import { KeysUnavailableError } from "../../kit/oidc-keys.ts";
import { TestIssuer } from "../support/identity-services.ts";
import { waitFor } from "../support/wait-for.ts";

const log = createLog({ name: "test", level: "silent" });
const claims = { organization: "org_id", subject: "sub", teams: "groups", role: "weir_role" };

let issuer: TestIssuer;
let aheadMs: number;
let oidc: OidcIssuer;

beforeEach(async () => {
  issuer = await TestIssuer.start();
  aheadMs = 0;
  oidc = open();
});

afterEach(() => issuer.close());

function open(url = issuer.url): OidcIssuer {
  const clock = { nowMs: () => Date.now(), monotonicMs: () => aheadMs };
  return new OidcIssuer({ issuer: url, audience: "weir", claims }, { clock, log });
}

const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;
const ends = (body: string, status = 200) => ({
  keys: (_: unknown, response: ServerResponse) => response.writeHead(status).end(body),
});

const unreadable: [string, Partial<Pick<TestIssuer, "keys" | "discovery">>][] = [
  ["a key set of status 500", ends("{}", 500)],
  ["a key set of status 404", ends("{}", 404)],
  ["a key set that redirects", { keys: (_, response) => response.writeHead(302, { location: "/other" }).end() }],
  ["a key set of HTML", ends("<html>sign in</html>")],
  ["a key set of no bytes", ends("")],
  ["a key set that is null", ends("null")],
  ["a key set that is a list", ends("[]")],
  ["a key set without keys", ends('{"keys": []}')],
  ["a key set whose keys are no list", ends('{"keys": {}}')],
  ["a key that can't be imported", ends('{"keys": [{"kty": "EC", "kid": "k1", "alg": "ES256", "crv": "P-256"}]}')],
  [
    "a key set that stops halfway",
    { keys: (_, response) => response.writeHead(200, { "content-length": 99 }).end("{") },
  ],
  ["a key set that breaks off", { keys: (_, response) => response.destroy() }],
  ["a key set without end", { keys: (_, response) => endless(response) }],
  ["a discovery document of status 500", { discovery: { status: 500, body: "{}" } }],
  ["a discovery document of HTML", { discovery: { status: 200, body: "<html></html>" } }],
  ["a discovery document that is null", { discovery: { status: 200, body: "null" } }],
  ["a discovery document without issuer", { discovery: { status: 200, body: '{"jwks_uri": "http://127.0.0.1:1"}' } }],
  ["a discovery document of another issuer", { discovery: { status: 200, body: '{"issuer": "https://other"}' } }],
];

function endless(response: ServerResponse): void {
  const more = (): void => {
    while (!response.destroyed && response.write(" ".repeat(65_536)));
  };
  response.on("drain", more);
  more();
}

describe("an issuer with a fault", () => {
  it.each(unreadable)("%s makes a token unknown, not bad, until it is repaired", async (_, fault) => {
    Object.assign(issuer, fault);
    const token = await issuer.sign();
    await expect(oidc.about(token)).rejects.toBeInstanceOf(KeysUnavailableError);
    Object.assign(issuer, { keys: undefined, discovery: undefined });
    expect(await oidc.about(token).catch(() => undefined)).toMatchObject({ subject: "ann" });
  });

  it.each(unreadable)("%s leaves the keys in use that are known", async (_, fault) => {
    expect(await oidc.about(await issuer.sign())).toMatchObject({ subject: "ann" });
    Object.assign(issuer, fault);
    aheadMs += 24 * 3_600_000;
    for (let count = 0; count < 5; count++) {
      expect(await oidc.about(await issuer.sign())).toMatchObject({ subject: "ann" });
    }
  });

  it("makes a token with an unknown key unknown, not bad", async () => {
    expect(await oidc.about(await issuer.sign())).toBeDefined();
    await issuer.addKey("k2");
    Object.assign(issuer, ends("{}", 500));
    const token = await issuer.sign({}, { kid: "k2" });
    await expect(oidc.about(token)).rejects.toBeInstanceOf(KeysUnavailableError);
    issuer.keys = undefined;
    expect(await oidc.about(token)).toBeDefined();
  });

  it("is asked by one request at a time, and seldom, however many tokens come", async () => {
    Object.assign(issuer, ends("{}", 500));
    const token = await issuer.sign();
    for (let round = 0; round < 20; round++) {
      await Promise.allSettled(Array.from({ length: 50 }, () => oidc.about(token)));
    }
    expect(issuer.keySet.asked).toBe(4);
    aheadMs += 1_001;
    issuer.keys = undefined;
    expect(await oidc.about(token)).toBeDefined();
  });
});

describe("a token that names an unknown key", () => {
  it("is bad, after two requests at once and then one for all of them in ten seconds", async () => {
    expect(await oidc.about(await issuer.sign())).toBeDefined();
    const tokens = await Promise.all(
      Array.from({ length: 100 }, (_, index) => issuer.sign({}, { kid: `made-up-${index}`, signedBy: "k1" })),
    );
    for (const token of tokens) expect(await oidc.about(token)).toBeUndefined();
    expect(await Promise.all(tokens.map((token) => oidc.about(token)))).toEqual(tokens.map(() => undefined));
    expect(issuer.keySet.asked).toBe(3);
    aheadMs += 10_001;
    expect(await Promise.all(tokens.map((token) => oidc.about(token)))).toEqual(tokens.map(() => undefined));
    expect(issuer.keySet.asked).toBe(4);
  });

  it("is good at once when the issuer has a new key", async () => {
    expect(await oidc.about(await issuer.sign())).toBeDefined();
    await issuer.addKey("k2");
    expect(await oidc.about(await issuer.sign({}, { kid: "k2" }))).toMatchObject({ subject: "ann" });
  });

  it("causes no request to the issuer while its source is throttled", async () => {
    expect(await oidc.about(await issuer.sign())).toBeDefined();
    await issuer.addKey("k2");
    expect(await oidc.about(await issuer.sign({}, { kid: "k2" }), false)).toBeUndefined();
    expect(issuer.keySet.asked).toBe(1);
    // What is known needs no question.
    expect(await oidc.about(await issuer.sign(), false)).toBeDefined();
  });
});

describe("a token", () => {
  it.each([
    ["ended 5 s ago", { exp: seconds(-5) }],
    ["ended 20 s ago", { exp: seconds(-20) }],
    ["begins in 5 s", { nbf: seconds(5) }],
    ["begins in 20 s", { nbf: seconds(20) }],
    ["was made in 20 s", { iat: seconds(20) }],
    ["is for several audiences", { aud: ["other", "weir"] }],
  ])("that %s is good", async (_, claims) => {
    expect(await oidc.about(await issuer.sign(claims))).toMatchObject({ subject: "ann" });
  });

  it.each([
    ["ended a minute ago", { exp: seconds(-60) }],
    ["never ends", { exp: undefined }],
    ["ends at no number", { exp: "tomorrow" as never }],
    ["begins in two minutes", { nbf: seconds(120) }],
    ["is for another audience", { aud: "other" }],
    ["is for no audience", { aud: undefined }],
    ["is of another issuer", { iss: "https://other.example" }],
    ["is of no issuer", { iss: undefined }],
    ["has no organization", { org_id: undefined }],
    ["has an empty organization", { org_id: "" }],
    ["has two organizations", { org_id: ["acme", "other"] }],
    ["has no subject", { sub: undefined }],
    ["has an empty subject", { sub: "" }],
  ])("that %s is bad", async (_, claims) => {
    expect(await oidc.about(await issuer.sign(claims))).toBeUndefined();
  });

  it("is of the issuer exactly as its discovery document names it", async () => {
    const iss = `${issuer.url}/`;
    expect(await oidc.about(await issuer.sign({ iss }))).toBeUndefined();
    // With a slash at its end, as some issuers have it.
    issuer.discovery = { status: 200, body: JSON.stringify({ issuer: iss, jwks_uri: `${issuer.keySet.url}/keys` }) };
    const other = open();
    expect(await other.about(await issuer.sign({ iss }))).toBeDefined();
    expect(await other.about(await issuer.sign())).toBeUndefined();
  });

  it("is bad when it is not signed, signed with the public key as a secret, or by another key", async () => {
    await issuer.addKey("k2");
    const good = await issuer.sign();
    const [, payload] = good.split(".");
    const unsigned = Buffer.from('{"alg":"none"}').toString("base64url");
    const bad = [
      `${unsigned}.${payload}.`,
      `${good.slice(0, -4)}AAAA`,
      await issuer.sign({}, { kid: "k1", signedBy: "k2" }),
      await new SignJWT({ iss: issuer.url, aud: "weir", sub: "ann", org_id: "acme", exp: seconds(600) })
        .setProtectedHeader({ alg: "HS256", kid: "k1" })
        .sign(issuer.publicText("k1")),
      "a.b.c",
      "..",
    ];
    for (const token of bad) expect(await oidc.about(token), token).toBeUndefined();
  });

  it.each([
    [
      ["ml", "sales"],
      ["ml", "sales"],
    ],
    ["ml", ["ml"]],
    ["", []],
    [undefined, []],
    [["ml", 7, ""], ["ml"]],
    [{ ml: true }, []],
  ])("with the groups %j has the teams %j", async (groups, teams) => {
    expect((await oidc.about(await issuer.sign({ groups })))?.teams).toEqual(teams);
  });

  it("stops working when the issuer withdraws its key", async () => {
    const token = await issuer.sign();
    expect(await oidc.about(token)).toBeDefined();
    const other = await TestIssuer.start();
    await other.addKey("k9");
    issuer.keys = (request, response) => other.keySet.answer(request, response);
    aheadMs += 600_001;
    await oidc.about(token);
    await waitFor("the new keys", async () => (await oidc.about(token)) === undefined);
    other.close();
  });
});
