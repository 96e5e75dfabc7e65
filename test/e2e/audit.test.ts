// The audit log: every change that somebody made, and nothing that tells a secret.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Json, Weir } from "../support/weir.ts";

let weir: Weir;

beforeAll(async () => {
  weir = await Weir.start();
});

afterAll(() => weir?.stop());

async function entries(query = "", token?: string): Promise<Json[]> {
  const { status, body } = await weir.rest("GET", `auditEntries${query}`, undefined, token);
  expect(status).toBe(200);
  return body.items ?? [];
}

describe("the audit log", () => {
  it("has who changed what, what it was before and after, and by which call; secrets are masked", async () => {
    const plugins = [{ name: "external_api", externalApi: { url: "http://a.test", secret: "planted-secret-1" } }];
    const gateway = await weir.createGateway({ name: "first", requiredPlugins: plugins });
    const { id } = gateway.spec;
    const viewer = (await weir.rest("POST", "accessTokens", { name: "v", role: "ROLE_ADMIN", subject: "ann" })).body
      .secret;
    const path = `gateways/${id}`;
    await weir.rest("PATCH", path, { name: "second", updateMask: "name" }, viewer);
    // Nothing changed, and nothing was refused that would have been a change.
    await weir.rest("PATCH", path, { name: "second", updateMask: "name" }, viewer);
    await weir.rest("PATCH", path, { name: "", updateMask: "name" }, viewer);
    const { apiKey } = (await weir.rest("POST", `${path}/keys`, { name: "k" }, viewer)).body;
    await weir.rest("POST", `${path}/keys/${apiKey.spec.id}:rotate`, {}, viewer);
    await weir.rest("POST", `${path}/keys/${apiKey.spec.id}:revoke`, {}, viewer);
    const answer = await weir.rest("DELETE", path, undefined, viewer);
    const of = await entries(`?resourceId=${id}`);
    expect(of.map(({ action, subject, kind }) => [action, subject, kind])).toEqual([
      ["delete", "ann", "gateway"],
      ["update", "ann", "gateway"],
      ["create", "bootstrap-admin", "gateway"],
    ]);
    expect([of[1].before.name, of[1].after.name]).toEqual(["first", "second"]);
    expect(of[1].after.requiredPlugins[0].externalApi.secret).toBe("[secret]");
    expect([of[0].after, of[2].before]).toEqual([undefined, undefined]);
    expect(of[0].requestId).toBe(answer.headers.get("x-request-id"));
    const ofKey = await entries(`?kind=api_key&subject=ann`);
    expect(ofKey.map(({ action }) => action)).toEqual(["revoke", "rotate", "create"]);
    expect(JSON.stringify([...of, ...ofKey])).not.toContain("planted-secret-1");
  });

  it("is read page by page, newest first, by the organization alone, and outlives the server", async () => {
    for (let count = 0; count < 5; count++) await weir.createUpstream(["http://a.test"], { name: `u${count}` });
    await weir.stopServer("SIGKILL");
    await weir.startServer();
    const all = await entries("?kind=upstream");
    expect(all.map(({ after }) => after.name)).toEqual(["u4", "u3", "u2", "u1", "u0"]);
    const first = (await weir.rest("GET", "auditEntries?kind=upstream&pageSize=3")).body;
    expect(first.items).toEqual(all.slice(0, 3));
    const second = (await weir.rest("GET", `auditEntries?kind=upstream&pageSize=3&pageToken=${first.nextPageToken}`))
      .body;
    expect([second.items, second.nextPageToken]).toEqual([all.slice(3), undefined]);
    expect(await entries(`?endTime=${all[4].time}`)).not.toContainEqual(all[4]);
    const other = await weir.rest("POST", "accessTokens", { name: "o", role: "ROLE_ADMIN", organizationId: "other" });
    const theirs = await entries("", other.body.secret);
    expect(theirs.map(({ kind, action }) => [kind, action])).toEqual([["access_token", "create"]]);
  });
});
