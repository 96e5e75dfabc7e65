// What every way to authenticate must do: run over the whole registry.

import { hash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { create } from "@bufbuild/protobuf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GatewayPartition, GatewayPartitionSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { systemClock } from "../../kit/clock.ts";
import { buildVariant } from "../../kit/registry.ts";
import type { Authenticator, TokenSet, Verdict } from "../../proxy/auth/authenticator.ts";
import { authenticators } from "../../proxy/auth/registry.ts";

const goodSecret = "good-secret-0123456789";
const tokens: TokenSet = new Map([
  [
    hash("sha256", goodSecret, "base64"),
    { identity: { kind: "identity", subject: "ann" }, expireAtMs: Number.POSITIVE_INFINITY },
  ],
  [hash("sha256", "expired", "base64"), { identity: { kind: "identity", subject: "bob" }, expireAtMs: 1 }],
]);

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

function build(name: string): Authenticator {
  const oneof = GatewayPartitionSchema.oneofs.find((each) => each.name === "auth")!;
  const field = oneof.fields.find((each) => each.localName === name)!;
  const serverUrl = `http://127.0.0.1:${(wandb.address() as AddressInfo).port}`;
  const auth = {
    case: name,
    value: create(field.message!, { serverUrl } as Record<string, unknown>),
  } as GatewayPartition["auth"];
  return buildVariant(authenticators, auth, { organizationId: "org", clock: systemClock, whoami: undefined })!;
}

function verdict(authenticator: Authenticator, authorization: string | undefined): Verdict | Promise<Verdict> {
  return authenticator.authenticate(authorization === undefined ? {} : { authorization }, tokens);
}

it("knows every variant of the contract", () => {
  const oneof = GatewayPartitionSchema.oneofs.find((each) => each.name === "auth")!;
  expect(oneof.fields.map(({ localName }) => localName).sort()).toEqual(Object.keys(authenticators).sort());
});

describe.each(Object.keys(authenticators))("%s", (name) => {
  it("knows who has a good credential, in any spelling of the scheme", async () => {
    const authenticator = build(name);
    for (const scheme of ["Bearer", "bearer", "BEARER"]) {
      expect(await verdict(authenticator, `${scheme} ${goodSecret}`)).toEqual({ kind: "identity", subject: "ann" });
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
    expect(authenticator.authenticate({ authorization: `Bearer ${goodSecret}` }, new Map())).toEqual({
      kind: "invalid",
    });
    expect(authenticator.authenticate({ authorization: `Bearer ${goodSecret}` }, undefined)).toEqual({
      kind: "invalid",
    });
  });
});

describe("weightsAndBiasesAuth", () => {
  it("asks once for many requests at a time, and remembers refusals too", async () => {
    const authenticator = build("weightsAndBiasesAuth");
    asked.length = 0;
    await Promise.all(Array.from({ length: 50 }, () => verdict(authenticator, `Bearer ${goodSecret}`)));
    for (let count = 0; count < 5; count++) await verdict(authenticator, "Bearer bad");
    expect(asked).toEqual([goodSecret, "bad"]);
  });

  it("says that nobody could be asked, and asks again when somebody can", async () => {
    const authenticator = build("weightsAndBiasesAuth");
    down = true;
    expect(await verdict(authenticator, `Bearer ${goodSecret}`)).toEqual({ kind: "unavailable" });
    down = false;
    expect(await verdict(authenticator, `Bearer ${goodSecret}`)).toEqual({ kind: "identity", subject: "ann" });
  });
});
