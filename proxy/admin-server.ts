import { hash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { formatAddress, type ListenAddress } from "../kit/listen-address.ts";
import type { RequestFeed } from "./observe/request-feed.ts";

export interface AdminServerOptions {
  readonly listen: ListenAddress;
  /** The bearer token that callers must send, except to `/livez` and `/readyz`; undefined when none is asked for. */
  readonly token: string | undefined;
  /** Why the proxy should get no traffic now; undefined when it should. */
  readonly notReady: () => string | undefined;
  /** Warnings for operators while the proxy serves: lines of the answer of `/readyz`. */
  readonly warnings: () => readonly string[];
  /** The metrics in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  readonly requests: RequestFeed;
}

/** Serves `/metrics`, `/livez`, `/readyz` and `/requests`, to those who run the proxy. */
export async function startAdminServer(
  options: AdminServerOptions,
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    response.setHeader("content-type", "text/plain; charset=utf-8");
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end(`${request.method} is not allowed: use GET\n`);
      return;
    }
    const path = request.url?.split("?")[0];
    const isOpen = path === "/livez" || path === "/readyz";
    if (!isOpen && options.token !== undefined && !isBearerOf(options.token, request.headers.authorization)) {
      response.writeHead(401, { "www-authenticate": 'Bearer realm="weir-admin"' });
      response.end("send the token of WEIR_PROXY_ADMIN_TOKEN as Authorization: Bearer\n");
      return;
    }
    switch (path) {
      case "/livez":
        response.end("ok\n");
        return;
      case "/readyz": {
        const reason = options.notReady();
        const lines = [reason ?? "ok", ...options.warnings().map((warning) => `warning: ${warning}`)];
        response.writeHead(reason === undefined ? 200 : 503).end(`${lines.join("\n")}\n`);
        return;
      }
      case "/metrics":
        try {
          const text = await options.metrics();
          response.setHeader("content-type", "text/plain; version=0.0.4; charset=utf-8").end(text);
        } catch (error) {
          response.writeHead(500).end(`metrics could not be collected: ${String(error)}\n`);
        }
        return;
      case "/requests":
        if (request.method === "GET") options.requests.add(response);
        else response.end();
        return;
      default:
        response.writeHead(404).end("not found: there are /metrics, /livez, /readyz and /requests\n");
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.listen.port, options.listen.host, resolve);
  });
  return {
    address: formatAddress(server.address() as AddressInfo),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Takes as long for a token that is nearly right as for any other. */
function isBearerOf(token: string, authorization: string | undefined): boolean {
  const [, given = ""] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  return timingSafeEqual(hash("sha256", given, "buffer"), hash("sha256", token, "buffer"));
}
