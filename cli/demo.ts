// npm run demo: server, proxy and two fake models that share a model's traffic 900 to 100.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enableCompileCache } from "../kit/enable-compile-cache.ts";
import { runUntilSignal } from "../kit/run-until-signal.ts";
import { createFakeModel } from "../test/support/fake-model/fake-model.ts";
import { startProcess, stopProcess } from "./child-process.ts";

enableCompileCache(process.env);

const model = "demo/chat";
const adminToken = "weir_at_demo_only_0123456789abcdefghijklmnop";
const proxyToken = "demo-only-proxy-token-0123456789";

await runUntilSignal(async () => {
  const directory = mkdtempSync(join(tmpdir(), "weir-demo-"));
  const ignore = (): void => {};
  const proxyListen = process.env.WEIR_PROXY_LISTEN ?? "127.0.0.1:7080";
  const environment = {
    WEIR_DATA: join(directory, "server"),
    WEIR_PROXY_DATA: join(directory, "proxy"),
    WEIR_ADMIN_TOKEN: adminToken,
    WEIR_PROXY_TOKEN: proxyToken,
    WEIR_ZONES: "local",
    WEIR_ZONE: "local",
    WEIR_ENDPOINT_TEMPLATE: `http://{subdomain}.localhost:${proxyListen.split(":").at(-1)}`,
  };
  const server = await startProcess("server", environment, ignore);
  const api = `http://${server.address}/v1alpha1/inference`;
  const proxy = await startProcess("proxy", { ...environment, WEIR_CONTROL_URL: `http://${server.address}` }, ignore);
  const upstreams = await Promise.all(
    ["prod", "canary"].map((name) => createFakeModel({ name, tokens: 12, tokenDelayMs: 60 })),
  );

  const post = async (collection: string, body: object): Promise<{ [kind: string]: { spec: { id: string } } }> => {
    const response = await fetch(`${api}/${collection}`, {
      method: "POST",
      headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { [kind: string]: { spec: { id: string } } };
  };
  const { gateway } = await post("gateways", {
    name: "demo",
    zones: ["local"],
    coreWeaveAuth: {},
    bodyBasedRouting: { apiType: "API_TYPE_OPENAI" },
  });
  for (const [index, upstream] of upstreams.entries()) {
    await post("deployments", {
      name: upstream.name,
      gatewayIds: [gateway!.spec.id],
      model: { name: model },
      traffic: { weight: index === 0 ? 900 : 100 },
      targets: { targets: [{ url: upstream.url }] },
    });
  }
  const url = `http://${proxy.address}`;
  process.stdout.write(`
  Weir is up with one gateway and model "${model}": 900 of 1000 requests go to "prod", 100 to "canary".

  One answer, streamed token by token (the first word says who answered):

    curl -sN ${url}/v1/chat/completions -H "Authorization: Bearer ${adminToken}" \\
      -H "Content-Type: application/json" \\
      -d '{"model": "${model}", "stream": true, "messages": [{"role": "user", "content": "hi"}]}'

  The split, over 100 requests:

    for i in $(seq 100); do curl -s ${url}/v1/completions -H "Authorization: Bearer ${adminToken}" \\
      -d '{"model": "${model}", "prompt": "hi"}' | grep -o '"system_fingerprint":"[a-z]*"'; done | sort | uniq -c

  The gateway's status, live (leave it with Ctrl-C):

    curl -sN ${api}/gateways/${gateway!.spec.id}:watch -H "Authorization: Bearer ${adminToken}"

  With the official client:

    new OpenAI({ baseURL: "${url}/v1", apiKey: "${adminToken}" })

`);
  return {
    reload: () => {
      for (const { child } of [server, proxy]) child.kill("SIGHUP");
    },
    close: async () => {
      await stopProcess(proxy);
      await stopProcess(server);
      await Promise.all(upstreams.map((upstream) => upstream.close()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
});
