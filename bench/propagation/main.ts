// From an update's answer to its effect in a connected proxy, with 1,000 gateways of 10 deployments loaded: the median
// and the 99th percentile over 200 updates, each switching a model between two upstreams and asking until the other one
// answers. Beside it, in the same run, a bare round trip through the proxy, which every look costs. Also: the memory of
// the idle proxy, and the time from the start of a proxy with that snapshot on disk to its first routed request.
//
//   npm run bench:propagation

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { Pool } from "undici";
import { DeploymentService } from "../../gen/es/weir/inference/v1alpha1/deployment_service_pb.ts";
import { GatewayService } from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { createFakeModel } from "../../test/support/fake-model/fake-model.ts";
import { quantile } from "../support/median.ts";
import { memoryOfTree } from "../support/process-tree.ts";
import { startProxyProcess, startServerProcess } from "../support/start-process.ts";

const gatewayCount = 1_000;
const deploymentsPerGateway = 10;
const updates = 200;

const directory = mkdtempSync(join(tmpdir(), "weir-bench-propagation-"));
const models = await Promise.all(["a", "b"].map((name) => createFakeModel({ name, tokens: 1 })));
const server = await startServerProcess(directory);
const transport = createGrpcTransport({ baseUrl: server.url });
const headers = { authorization: `Bearer ${server.adminToken}` };
const gateways = createClient(GatewayService, transport);
const deployments = createClient(DeploymentService, transport);
let proxy = await startProxyProcess(directory, server.url);
try {
  const hosts: string[] = [];
  const target = (index: number) => ({
    case: "targets" as const,
    value: { targets: [{ url: models[index]!.url }] },
  });
  let watched = "";
  for (let index = 0; index < gatewayCount; index++) {
    const { gateway } = await gateways.createGateway(
      {
        name: `g${index}`,
        zones: ["local"],
        auth: { case: "coreWeaveAuth", value: {} },
        routing: { case: "bodyBasedRouting", value: { apiType: 1 } },
      },
      { headers },
    );
    const spec = gateway!.spec!;
    hosts.push(`${spec.subdomain}.localhost`);
    const created = await Promise.all(
      Array.from({ length: deploymentsPerGateway }, (_, model) =>
        deployments.createDeployment(
          { name: `d${model}`, gatewayIds: [spec.id], model: { name: `m${model}` }, replicas: target(0) },
          { headers },
        ),
      ),
    );
    if (index === gatewayCount >> 1) watched = created[0]!.deployment!.spec!.id;
  }
  const host = hosts[gatewayCount >> 1]!;
  const ask = async (pool: Pool): Promise<string> => {
    const answer = await pool.request({
      path: "/v1/completions",
      method: "POST",
      headers: { host, authorization: headers.authorization, "content-type": "application/json" },
      body: '{"model":"m0"}',
    });
    return ((await answer.body.json()) as { system_fingerprint: string }).system_fingerprint;
  };
  const pool = new Pool(proxy.url, { connections: 1 });
  await until(async () => (await ask(pool)) === "a");

  const roundTrips: number[] = [];
  for (let count = 0; count < updates; count++) {
    const start = performance.now();
    await ask(pool);
    roundTrips.push(performance.now() - start);
  }
  const effects: number[] = [];
  for (let count = 1; count <= updates; count++) {
    const wanted = models[count % 2]!.name;
    const update = { id: watched, replicas: target(count % 2), updateMask: { paths: ["targets"] } };
    await deployments.updateDeployment(update, { headers });
    const answered = performance.now();
    await until(async () => (await ask(pool)) === wanted);
    effects.push(performance.now() - answered);
  }
  print("update to effect", effects);
  print("bare round trip", roundTrips);

  await new Promise((resolve) => setTimeout(resolve, 3_000));
  process.stdout.write(`idle proxy: ${memoryOfTree(proxy.pid).toFixed(0)} MB resident in all\n`);
  await pool.close();
  await proxy.stop();

  const starts: number[] = [];
  for (let count = 0; count < 5; count++) {
    const start = performance.now();
    proxy = await startProxyProcess(directory, server.url);
    const fresh = new Pool(proxy.url, { connections: 1 });
    await until(async () => (await ask(fresh)) !== undefined);
    starts.push(performance.now() - start);
    await fresh.close();
    if (count < 4) await proxy.stop();
  }
  print("cold start to the first routed request", starts);
} finally {
  await proxy.stop();
  await server.stop();
  await Promise.all(models.map((model) => model.close()));
  rmSync(directory, { recursive: true, force: true });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    // Each look is a request: there is nothing to wait for beside its answer.
  }
}

function print(what: string, milliseconds: readonly number[]): void {
  const [median, high] = [quantile(milliseconds, 0.5), quantile(milliseconds, 0.99)];
  process.stdout.write(`${what}: median ${median.toFixed(1)} ms, 99th percentile ${high.toFixed(1)} ms\n`);
}
