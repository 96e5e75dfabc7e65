// A gateway's life, by Connect. See ../README.md for what it needs and prints.

import { readFileSync } from "node:fs";
import { type CallOptions, Code, ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { BadRequestSchema } from "weir-client/google/rpc/error_details_pb";
import { DeploymentService } from "weir-client/weir/inference/v1alpha1/deployment_service_pb";
import { EventType } from "weir-client/weir/inference/v1alpha1/event_pb";
import { BodyBasedRouting_ApiType } from "weir-client/weir/inference/v1alpha1/gateway_pb";
import { GatewayService } from "weir-client/weir/inference/v1alpha1/gateway_service_pb";
import { Status } from "weir-client/weir/inference/v1alpha1/status_pb";

const url = process.env.WEIR_URL ?? "http://127.0.0.1:7070";
const token = process.env.WEIR_TOKEN ?? readFileSync("data/admin-token", "utf8").trim();
const proxy = process.env.WEIR_PROXY ?? "http://127.0.0.1:7080";
const upstream = process.env.WEIR_UPSTREAM ?? "http://127.0.0.1:9001";

const authorize: Interceptor = (next) => (request) => {
  request.header.set("authorization", `Bearer ${token}`);
  return next(request);
};
const transport = createConnectTransport({ baseUrl: url, httpVersion: "1.1", interceptors: [authorize] });
const gateways = createClient(GatewayService, transport);
const deployments = createClient(DeploymentService, transport);
const bodyBasedRouting = { case: "bodyBasedRouting", value: { apiType: BodyBasedRouting_ApiType.OPENAI } } as const;
const coreWeaveAuth = { case: "coreWeaveAuth", value: {} } as const;

const { gateway } = await gateways.createGateway({
  name: "story",
  zones: ["local"],
  auth: coreWeaveAuth,
  routing: bodyBasedRouting,
});
const id = gateway?.spec?.id ?? "";
say(`created ${id}`);

// The first event has the present state: nothing is missed between the create and the watch.
const watching = new AbortController();
for await (const { gateway: seen } of gateways.watchGateways({ id }, { signal: watching.signal })) {
  if (seen?.status?.status !== Status.READY) continue;
  say(`STATUS_READY at ${seen.status.endpoints[0]}`);
  break;
}

const { deployment } = await deployments.createDeployment({
  name: "story",
  gatewayIds: [id],
  model: { name: "org/chat" },
  replicas: { case: "targets", value: { targets: [{ url: upstream }] } },
});
const deploymentId = deployment?.spec?.id ?? "";
for await (const event of deployments.watchDeployments({ id: deploymentId }, { signal: watching.signal })) {
  if (event.deployment?.status?.status === Status.READY) break;
}
// Leaving the loop does not leave the watch, and the process would not end: this does.
watching.abort();

const response = await fetch(`${proxy}/v1/chat/completions`, {
  method: "POST",
  headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  body: JSON.stringify({ model: "org/chat", messages: [{ role: "user", content: "hi" }] }),
});
if (!response.ok) throw new Error(`chat: ${response.status} ${await response.text()}`);
const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
say(`answer: ${choices[0]?.message.content}`);

const renamed = await gateways.updateGateway({ id, name: "story-renamed", updateMask: { paths: ["name"] } });
say(`renamed to ${renamed.gateway?.spec?.name}`);

try {
  await gateways.createGateway({ name: "", zones: ["local"], auth: coreWeaveAuth, routing: bodyBasedRouting });
} catch (error) {
  if (!(error instanceof ConnectError) || error.code !== Code.InvalidArgument) throw error;
  for (const { fieldViolations } of error.findDetails(BadRequestSchema)) {
    for (const { field, description } of fieldViolations) say(`mistake in ${field}: ${description}`);
  }
}

await deployments.deleteDeployment({ id: deploymentId });
await gone((options) => deployments.watchDeployments({ id: deploymentId }, options));
await gateways.deleteGateway({ id });
await gone((options) => gateways.watchGateways({ id }, options));
say("deleted");

/** Waits until no proxy serves a deleted resource any more: DELETED, or NOT_FOUND when that was before the watch. */
async function gone(watch: (options: CallOptions) => AsyncIterable<{ type: EventType }>): Promise<void> {
  const watching = new AbortController();
  try {
    for await (const { type } of watch({ signal: watching.signal })) if (type === EventType.DELETED) break;
  } catch (error) {
    if (ConnectError.from(error).code !== Code.NotFound) throw error;
  }
  watching.abort();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
