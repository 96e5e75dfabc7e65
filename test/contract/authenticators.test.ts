// What every way to authenticate must do: run over the whole registry.

import { hash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { create, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type GatewayPartition,
  GatewayPartitionSchema,
  type KeyEntry,
  KeyEntrySchema,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { systemClock } from "../../kit/clock.ts";
import { buildVariant } from "../../kit/registry.ts";
import type { Authenticator, Verdict } from "../../proxy/auth/authenticator.ts";
import type { Callers, TokenSet } from "../../proxy/auth/callers.ts";
import { KeyShard } from "../../proxy/auth/key-shard.ts";
import { authenticators } from "../../proxy/auth/registry.ts";
import { WandbViewers } from "../../proxy/auth/wandb-viewers.ts";
import { type CompiledKey, compileKeySet } from "../../server/compile/compile-keys.ts";

const goodSecret = "good-secret-0123456789-abcdefghijklmnopqrstuvwxyz";
const tokens: TokenSet = new Map([
  [
    hash("sha256", goodSecret, "base64"),
    { identity: { kind: "identity", subject: "ann", teams: [], isAdmin: false }, expireAtMs: Number.POSITIVE_INFINITY },
  ],
  [
    hash("sha256", "expired", "base64"),
    { identity: { kind: "identity", subject: "bob", teams: [], isAdmin: false }, expireAtMs: 1 },
  ],
]);
const gatewayId = "00000000-0000-4000-8000-00000000000a";
const entry = (secret: string, more: Partial<KeyEntry> = {}): CompiledKey => {
  const declared = create(KeyEntrySchema, { keyId: gatewayId, name: "key", user: "ann", ...more });
  return { sha256: digestOf(secret), entry: toBinary(KeyEntrySchema, declared) };
};
const keys = (...entries: CompiledKey[]): (KeyShard | undefined)[] => {
  const shards: (KeyShard | undefined)[] = [];
  const ordered = entries.toSorted((a, b) => Buffer.compare(a.sha256, b.sha256));
  for (const first of new Set(ordered.map(({ sha256 }) => KeyShard.of(sha256)))) {
    shards[first] = new KeyShard(
      KeyShard.pack(
        compileKeySet(
          gatewayId,
          first,
          ordered.filter(({ sha256 }) => KeyShard.of(sha256) === first),
        ),
      ),
    );
  }
  return shards;
};
const callers: Callers = {
  tokenSets: new Map([["org", tokens]]),
  keySets: new Map([[gatewayId, keys(entry(goodSecret))]]),
};
/** Where all of them come from. */
const source = "127.0.0.1";
const nobody: Callers = { tokenSets: new Map(), keySets: new Map() };

/** A stand-in of W&B's GraphQL API, which knows one key. */
let wandb: Server;
let asked: string[];
let down: boolean;

beforeAll(async () => {
  asked = [];
  down = false;
  wandb = createServer((request, response) => {
    const key = Buffer.from(request.headers.authorization?.slice("Basic ".length) ?? "", "base64")
      .toString()
      .slice(4);
    asked.push(key);
    if (down) response.writeHead(503).end();
    else if (key === goodSecret) response.end('{"data":{"viewer":{"username":"ann"}}}');
    else response.end('{"data":{"viewer":null}}');
  });
  await new Promise<void>((resolve) => wandb.listen(0, "127.0.0.1", resolve));
});

afterAll(() => wandb.close());

function digestOf(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

function build(name: string): Authenticator {
  const oneof = GatewayPartitionSchema.oneofs.find((each) => each.name === "auth")!;
  const field = oneof.fields.find((each) => each.localName === name)!;
  const serverUrl = `http://127.0.0.1:${(wandb.address() as AddressInfo).port}`;
  const viewers = new WandbViewers(systemClock);
  const auth = {
    case: name,
    value: create(field.message!, { serverUrl } as Record<string, unknown>),
  } as GatewayPartition["auth"];
  return buildVariant(authenticators, auth, {
    gatewayId,
    organizationId: "org",
    clock: systemClock,
    outsideCallers: [],
    judgeWandbKey: (url, key) => viewers.judge(url, key),
  })!;
}

function verdict(authenticator: Authenticator, authorization: string | undefined): Verdict | Promise<Verdict> {
  return authenticator.authenticate(authorization === undefined ? {} : { authorization }, callers, source);
}

it("knows every variant of the contract", () => {
  const oneof = GatewayPartitionSchema.oneofs.find((each) => each.name === "auth")!;
  expect(oneof.fields.map(({ localName }) => localName).sort()).toEqual(Object.keys(authenticators).sort());
});

describe.each(Object.keys(authenticators))("%s", (name) => {
  it("knows who has a good credential, in any spelling of the scheme", async () => {
    const authenticator = build(name);
    for (const scheme of ["Bearer", "bearer", "BEARER"]) {
      expect(await verdict(authenticator, `${scheme} ${goodSecret}`)).toEqual(
        expect.objectContaining({ kind: "identity", subject: "ann" }),
      );
    }
  });

  it("tells a credential that is missing from one that is wrong", async () => {
    const authenticator = build(name);
    for (const nothing of [undefined, "", "Bearer", "Bearer ", "Digest abc", "Bearerx"]) {
      expect(await verdict(authenticator, nothing)).toEqual({ kind: "missing" });
    }
    for (const wrong of [`Bearer ${goodSecret}x`, "Bearer x", `Bearer ${goodSecret.toUpperCase()}`]) {
      expect(await verdict(authenticator, wrong)).toEqual({ kind: "invalid" });
    }
  });
});

describe("coreWeaveAuth", () => {
  it("decides without a promise, and refuses an expired token and one of another organization", () => {
    const authenticator = build("coreWeaveAuth");
    expect(verdict(authenticator, `Bearer ${goodSecret}`)).not.toBeInstanceOf(Promise);
    expect(verdict(authenticator, "Bearer expired")).toEqual({ kind: "invalid" });
    expect(authenticator.authenticate({ authorization: `Bearer ${goodSecret}` }, nobody, source)).toEqual({
      kind: "invalid",
    });
    const others = { ...nobody, tokenSets: new Map([["other", tokens]]) };
    expect(authenticator.authenticate({ authorization: `Bearer ${goodSecret}` }, others, source)).toEqual({
      kind: "invalid",
    });
  });
});

describe("apiKeyAuth", () => {
  const judge = (headers: Record<string, string>, ...entries: CompiledKey[]) =>
    build("apiKeyAuth").authenticate(headers, { ...nobody, keySets: new Map([[gatewayId, keys(...entries)]]) }, source);

  it("takes a key from where clients of OpenAI, Anthropic and Azure send it", () => {
    for (const name of ["x-api-key", "api-key"]) {
      expect(judge({ [name]: goodSecret }, entry(goodSecret))).toMatchObject({ subject: "ann" });
      expect(judge({ [name]: goodSecret, authorization: "Basic eDp5" }, entry(goodSecret))).toMatchObject({
        subject: "ann",
      });
    }
  });

  it("takes none of another gateway, none before its time and none after it", () => {
    const headers = { authorization: `Bearer ${goodSecret}` };
    const authenticator = build("apiKeyAuth");
    const others = { ...nobody, keySets: new Map([["another", keys(entry(goodSecret))]]) };
    expect(authenticator.authenticate(headers, others, source)).toEqual({ kind: "invalid" });
    const nowMs = systemClock.nowMs();
    const early = entry(goodSecret, { notBefore: timestampFromMs(nowMs + 60_000) });
    expect(judge(headers, early)).toEqual({ kind: "not yet valid" });
    expect(judge(headers, entry(goodSecret, { expiresAt: timestampFromMs(nowMs) }))).toEqual({ kind: "expired" });
  });

  it("finds each of many keys, and no other", () => {
    const secrets = Array.from({ length: 3_000 }, (_, index) => `secret-${index}`);
    const all = keys(...secrets.map((secret) => entry(secret, { name: secret })));
    const known = { ...nobody, keySets: new Map([[gatewayId, all]]) };
    const authenticator = build("apiKeyAuth");
    for (const secret of secrets) {
      expect(authenticator.authenticate({ "x-api-key": secret }, known, source)).toMatchObject({ name: secret });
      expect(authenticator.authenticate({ "x-api-key": `${secret}!` }, known, source)).toEqual({ kind: "invalid" });
    }
  });
});

describe("weightsAndBiasesAuth", () => {
  it("asks once for many requests at a time, and remembers refusals too", async () => {
    const authenticator = build("weightsAndBiasesAuth");
    asked.length = 0;
    const badSecret = goodSecret.replace("good", "bad");
    await Promise.all(Array.from({ length: 50 }, () => verdict(authenticator, `Bearer ${goodSecret}`)));
    for (let count = 0; count < 5; count++) await verdict(authenticator, `Bearer ${badSecret}`);
    expect(asked).toEqual([goodSecret, badSecret]);
  });

  it("says that nobody could be asked, and asks again when somebody can", async () => {
    const authenticator = build("weightsAndBiasesAuth");
    down = true;
    expect(await verdict(authenticator, `Bearer ${goodSecret}`)).toEqual({ kind: "unavailable" });
    down = false;
    expect(await verdict(authenticator, `Bearer ${goodSecret}`)).toMatchObject({ kind: "identity", subject: "ann" });
  });
});
