import { join } from "node:path";
import { nodeFlags } from "../../cli/child-process.ts";
import { modelNames } from "../support/models.ts";
import { post, request } from "../support/rest.ts";
import { type BenchProcess, proxyToken, startServerProcess } from "../support/start-process.ts";
import type { Peer, Place } from "./peer.ts";
import { run } from "./run.ts";

const root = join(import.meta.dirname, "../..");
/** Callers that take turns, where there are more keys than that. */
const mostCallers = 1_000;

/** Weir: a server beside, and a proxy with one worker. */
export const weir: Peer = {
  name: "weir",
  does: "authenticates, reads the model in the body, splits, balances, reads tokens, counts, writes an access log",
  install: async () => {},
  async start(place) {
    const { server, ...started } = await startWeir(place);
    const gatewayId = await createGateway(server, { coreWeaveAuth: {} });
    await declareModels(server, gatewayId, modelNames, place.upstreamUrl);
    return { ...started, headers: { authorization: `Bearer ${server.adminToken}` } };
  },
};

export interface Size {
  readonly models: number;
  readonly keys: number;
  /** How many of the models are asked for, in turns; absent: the last one alone. */
  readonly asked?: number;
}

/** Weir with so many models, and callers that have so many API keys. */
export function weirOfSize({ models, keys, asked = 1 }: Size): Peer {
  const names = Array.from({ length: models }, (_, index) => `org/model-${index}`);
  const inTurns = asked === 1 ? "" : `, ${asked.toLocaleString("en")} asked for`;
  return {
    name: `models: ${models.toLocaleString("en")}${inTurns}; keys: ${keys.toLocaleString("en")}`,
    does: "the same by API key",
    install: async () => {},
    async start(place) {
      const { server, ...started } = await startWeir(place);
      const gatewayId = await createGateway(server, { apiKeyAuth: {} });
      await declareModels(server, gatewayId, names, place.upstreamUrl);
      const secrets = await createKeys(server, gatewayId, keys);
      const callers = secrets.map((secret) => ({ authorization: `Bearer ${secret}` }));
      return { ...started, headers: {}, callers, models: names.slice(-asked) };
    },
  };
}

async function startWeir(place: Place) {
  const { directory, closers, port } = place;
  const server = await startServerProcess(directory);
  closers.push(() => server.stop());
  const command = [process.execPath, ...nodeFlags.proxy, join(root, "proxy/main.ts")] as const;
  const adminPort = port + 100;
  const pid = await run("weir", command, place, {
    WEIR_PROXY_WORKERS: "1",
    WEIR_PROXY_LISTEN: `127.0.0.1:${port}`,
    WEIR_PROXY_ADMIN_LISTEN: `127.0.0.1:${adminPort}`,
    WEIR_PROXY_DATA: join(directory, "proxy"),
    WEIR_PROXY_TOKEN: proxyToken,
    WEIR_CONTROL_URL: server.url,
  });
  const blockedMs = async (): Promise<number> => {
    const metrics = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
    return Number(/^weir_worker_event_loop_delay_seconds\{at="max"\} (\S+)/m.exec(metrics)?.[1]) * 1000;
  };
  return { server, chatUrl: `http://127.0.0.1:${port}/v1/chat/completions`, pid, blockedMs };
}

async function createGateway(server: BenchProcess, auth: object): Promise<string> {
  const { gateway } = await post(server, "gateways", {
    name: "bench",
    zones: ["local"],
    ...auth,
    bodyBasedRouting: { apiType: "API_TYPE_OPENAI" },
  });
  return gateway!.spec.id;
}

/** Each model has a version for most of its traffic, and one for the rest; all at once, because there may be thousands. */
async function declareModels(
  server: BenchProcess,
  gatewayId: string,
  models: readonly string[],
  upstreamUrl: string,
): Promise<void> {
  const versions = { stable: 900, canary: 100 };
  const documents = models.flatMap((model, index) =>
    Object.entries(versions).map(([name, weight]) => ({
      kind: "Deployment",
      spec: {
        name: `${name}-${index}`,
        gatewayIds: [gatewayId],
        model: { name: model },
        targets: { targets: [{ url: upstreamUrl }] },
        traffic: { weight },
      },
    })),
  );
  for (let at = 0; at < documents.length; at += documentsAtOnce) {
    const content = JSON.stringify(documents.slice(at, at + documentsAtOnce));
    await request(server, "POST", "manifests:apply", { files: [{ name: "models.json", content }] });
  }
}

/** What one call takes: a file may have 4 MB. */
const documentsAtOnce = 10_000;

/** @returns the secrets of some of them */
async function createKeys(server: BenchProcess, gatewayId: string, count: number): Promise<string[]> {
  const secrets: string[] = [];
  let next = 0;
  const create = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const created = await post(server, `gateways/${gatewayId}/keys`, { name: `key-${index}` });
      if (index % Math.ceil(count / mostCallers) === 0) secrets.push((created as unknown as { secret: string }).secret);
    }
  };
  await Promise.all(Array.from({ length: 64 }, create));
  return secrets;
}
