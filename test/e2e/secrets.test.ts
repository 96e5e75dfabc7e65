// No secret is ever seen again: recognisable ones are planted everywhere, and everything that can be read is searched.

import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { certificate, keyPath } from "../support/certificate/certificate.ts";
import { execute } from "../support/execute.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { watchRest } from "../support/watch-rest.ts";
import { adminToken, type Json, proxyToken, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;

beforeAll(async () => {
  weir = await Weir.start({ environment: { WEIR_LOG_LEVEL: "trace" } });
  model = await createFakeModel({ name: "m", tokens: 2 });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

/** What a secret can look like elsewhere: as it is, in base64 of any alignment, in hex, in part. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const aligned = [0, 1, 2].map((skip) =>
    bytes.subarray(skip, skip + Math.floor((bytes.length - skip) / 3) * 3).toString("base64"),
  );
  return [secret.slice(secret.length >> 1), bytes.toString("hex"), ...aligned.map((text) => text.slice(0, -4))];
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("secrets", () => {
  it("are in no answer, watch, error, log, metric, audit entry, usage, database or snapshot", async () => {
    const hook = createServer((request, response) => {
      request.resume();
      response.end('{"action": "allow"}');
    });
    await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
    const hookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
    const webhookSecret = "planted-webhook-secret-4711";
    const wandbKey = "planted-wandb-key-0815-abcdef";
    const seen: unknown[] = [];
    const rest = async (...call: Parameters<Weir["rest"]>): Promise<Json> => {
      const { body } = await weir.rest(...call);
      return body;
    };

    const gateway = await weir.createGateway({
      name: "secrets",
      apiKeyAuth: {},
      requiredPlugins: [{ externalApi: { url: hookUrl, secret: webhookSecret, sendBody: true } }],
    });
    await weir.createDeployment(gateway.spec.id, "chat", [model.url]);
    const wandb = { apiKey: wandbKey, serverUrl: "http://127.0.0.1:1" };
    const other = await weir.createGateway({ name: "wandb", weightsAndBiasesAuth: wandb });
    const privateKey = readFileSync(keyPath, "utf8");
    const tls = { clientCertificate: certificate, clientKey: privateKey };
    const upstream = await weir.createUpstream(["https://127.0.0.1:1"], { tls });
    await rest("POST", "deployments", {
      name: "tls",
      gatewayIds: [gateway.spec.id],
      model: { name: "tls" },
      upstreamId: upstream.spec.id,
    });
    const headerSecrets = ["planted-upstream-header-1", "planted-deployment-header-2", "planted-endpoint-header-3"];
    const headers = headerSecrets.map((value) => [{ name: "X-Provider", value: `Bearer ${value}` }]);
    await rest("PATCH", `upstreams/${upstream.spec.id}`, { headers: headers[0], updateMask: "headers" });
    const ofDeployment = { targets: [{ url: model.url }], headers: headers[1] };
    const deployment = await weir.createDeployment(gateway.spec.id, "headed", [], { targets: ofDeployment });
    const gatewayIds = [gateway.spec.id];
    const endpoints = [{ name: "e", baseUrl: model.url, headers: headers[2] }];
    const account = await rest("POST", "customEndpoints", { name: "account", gatewayIds, endpoints });
    const requests: string[] = [];
    const following = new AbortController();
    const feed = await fetch(`${weir.adminUrl()}/requests`, { signal: following.signal });
    const reading = (async () => {
      for await (const chunk of feed.body!) requests.push(Buffer.from(chunk).toString());
    })().catch(() => {});
    const watching = await watchRest(weir.serverUrl, "gateways:watch");
    const watchingKeys = await watchRest(weir.serverUrl, `gateways/${gateway.spec.id}/keys:watch`);
    const keys = `gateways/${gateway.spec.id}/keys`;
    const created = await rest("POST", keys, { name: "k" });
    const key = `${keys}/${created.apiKey.spec.id}`;
    const rotated = await rest("POST", `${key}:rotate`, {});
    const token = (await rest("POST", "accessTokens", { name: "t", role: "ROLE_ADMIN" })).secret;
    const secrets = [
      webhookSecret,
      wandbKey,
      ...headerSecrets,
      created.secret,
      rotated.secret,
      token,
      adminToken,
      proxyToken,
    ];
    const lines = [
      ...secrets,
      ...privateKey
        .split("\n")
        .filter((line) => line.length === 64)
        .slice(1),
    ];

    await weir.chat(gateway, { model: "headed" }, { token: rotated.secret });
    // Used rightly and wrongly, where errors and logs could tell them.
    await waitFor(
      "the key",
      async () => (await weir.chat(gateway, { model: "chat" }, { token: rotated.secret })).status === 200,
    );
    for (const secret of secrets) {
      const sent: Record<string, string>[] = [
        { authorization: `Bearer ${secret}` },
        { authorization: secret },
        { "x-api-key": secret },
      ];
      for (const headers of sent) {
        seen.push(await weir.chat(gateway, { model: "chat" }, { token: null, headers }));
        seen.push(await weir.chat(other, { model: "chat" }, { token: null, headers }));
      }
      seen.push(await rest("GET", "gateways/none", undefined, secret.replace("planted", "weir_at")));
      seen.push(await rest("GET", "gateways", undefined, `${secret}x`));
    }
    // Written with mistakes beside them, and written back as they were read.
    const { organizationId: _, ...written } = gateway.spec;
    const mistake = {
      ...written,
      name: "",
      requiredPlugins: [{ externalApi: { url: "no-url", secret: webhookSecret } }],
    };
    seen.push(await rest("PATCH", `gateways/${gateway.spec.id}`, mistake));
    seen.push(await rest("PATCH", `gateways/${gateway.spec.id}`, { ...written, name: "renamed" }));
    seen.push(await rest("PATCH", `gateways/${other.spec.id}`, { name: "renamed", updateMask: "name" }));
    seen.push(await rest("GET", `gateways/${gateway.spec.id}?secret=${webhookSecret.length}`));

    // Refused, because their destination changes or their form is wrong; and planned only.
    const elsewhere = "http://127.0.0.1:2";
    const moved = (name: string, value?: string) => [{ name: "e", baseUrl: elsewhere, headers: [{ name, value }] }];
    const updateMask = "endpoints";
    const ofAccount = `customEndpoints/${account.customEndpoint.spec.id}`;
    for (const each of [moved("X-Provider"), moved("X-Provider", `${headerSecrets[2]}\u00fc`), headerSecrets[2]])
      seen.push(await rest("PATCH", ofAccount, { endpoints: each, updateMask }));
    const manifest = (kind: string, spec: Json) => [{ name: "a.yaml", content: JSON.stringify({ kind, spec }) }];
    for (const [kind, spec] of [
      ["CustomEndpoint", { name: "account", gatewayIds, endpoints: moved("X-Provider") }],
      ["CustomEndpoint", { name: "account", gatewayIds, endpoints: moved("X-Provider", headerSecrets[0]) }],
      ["Deployment", { ...deployment.spec, organizationId: "", targets: { ...ofDeployment, headers: headers[0] } }],
      ["Upstream", { name: "u", targets: [{ url: elsewhere }], headers: headerSecrets[0] }],
    ] as const) {
      seen.push(await rest("POST", "manifests:apply", { files: manifest(kind, spec), dryRun: true }));
    }
    const printing = [["get", "upstreams", "-o", "yaml"], ["get", "customendpoints", "-o", "json"], ["doctor"]].map(
      (args) =>
        execute([process.execPath, "cli/weir.ts", ...args], { WEIR_URL: weir.serverUrl, WEIR_TOKEN: adminToken }).catch(
          String,
        ),
    );
    seen.push(...(await Promise.all(printing)));
    following.abort();
    await reading;
    expect(requests.join("")).toContain("headed");
    seen.push(requests);

    for (const path of [
      "gateways",
      "deployments",
      "upstreams",
      "customEndpoints",
      "services",
      "rules",
      "accessTokens",
      keys,
      key,
    ]) {
      seen.push(await rest("GET", path));
    }
    seen.push(await rest("GET", "auditEntries?pageSize=1000"), await rest("GET", "usage?groupBy=USAGE_DIMENSION_KEY"));
    for (const url of [`${weir.adminUrl()}/metrics`, `${weir.serverUrl}/openapi.json`])
      seen.push(await (await fetch(url)).text());
    await waitFor("the watch", async () => watching.events.length >= 4 && watchingKeys.events.length >= 2);
    seen.push(watching.events, watchingKeys.events, weir.log);
    watching.stop();
    watchingKeys.stop();

    // On disk while they run, and after they have ended.
    const onDisk = (): string[] =>
      filesBelow(weir.directory).map((path) => `${path}: ${readFileSync(path).toString("latin1")}`);
    const running = onDisk();
    await weir.stopProxy();
    await weir.stopServer();
    const all = [...seen.map((each) => JSON.stringify(each)), ...running, ...onDisk()];
    expect(all.some((text) => text.includes("last-good"))).toBe(true);
    expect(all.some((text) => text.includes("weir.db"))).toBe(true);
    for (const secret of lines) {
      for (const form of formsOf(secret)) {
        const places = all.filter((text) => text.includes(form)).map((text) => text.slice(0, 200));
        expect([form, places]).toEqual([form, []]);
      }
    }
    await new Promise((resolve) => hook.close(resolve));
  }, 60_000);
});
