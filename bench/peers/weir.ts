import { join } from "node:path";
import { post } from "../support/rest.ts";
import { startServerProcess } from "../support/start-process.ts";
import type { Peer } from "./peer.ts";
import { run } from "./run.ts";

const root = join(import.meta.dirname, "../..");
const proxyToken = "bench-proxy-token-0123456789";

/** Weir: a server beside, and a proxy with one worker. */
export const weir: Peer = {
  name: "weir",
  does: "authenticates, reads the model in the body, splits, balances, reads tokens, counts, writes an access log",
  install: async () => {},
  async start(place) {
    const { directory, closers, port, upstreamUrl } = place;
    const server = await startServerProcess(directory);
    closers.push(() => server.stop());
    const command = [process.execPath, "--max-semi-space-size=4", join(root, "proxy/main.ts")] as const;
    const pid = await run("weir", command, place, {
      WEIR_PROXY_WORKERS: "1",
      WEIR_PROXY_LISTEN: `127.0.0.1:${port}`,
      WEIR_PROXY_ADMIN_LISTEN: "127.0.0.1:0",
      WEIR_PROXY_DATA: join(directory, "proxy"),
      WEIR_PROXY_TOKEN: proxyToken,
      WEIR_CONTROL_URL: server.url,
    });
    const { gateway } = await post(server, "gateways", {
      name: "bench",
      zones: ["local"],
      coreWeaveAuth: {},
      bodyBasedRouting: { apiType: "API_TYPE_OPENAI" },
    });
    for (const name of ["stable", "canary"]) {
      await post(server, "deployments", {
        name,
        gatewayIds: [gateway!.spec.id],
        model: { name: "org/model-x" },
        targets: { targets: [{ url: upstreamUrl }] },
        traffic: { weight: name === "stable" ? 900 : 100 },
      });
    }
    const headers = { authorization: `Bearer ${server.adminToken}` };
    return { chatUrl: `http://127.0.0.1:${port}/v1/chat/completions`, headers, pid };
  },
};
