// Who may connect to other machines. A tenant names the address of nearly everything that a proxy connects to: such a
// connection is made with the Dialer (proxy/dial/dialer.ts), which checks the address that is connected to.

import { expect, it } from "vitest";
import { readSourceFiles, type SourceFile } from "../support/source-files.ts";

/** Globals that open a connection without an import. */
const dials = /(?<![\w.#])fetch\s*\(|\bnew (WebSocket|EventSource)\b/;

/** Exports of modules that open connections, or look names up. */
const openers: Readonly<Record<string, RegExp>> = {
  "node:http": /\b(request|get|\w*Agent|ClientRequest)\b/,
  "node:https": /\b(request|get|\w*Agent)\b/,
  "node:http2": /\bconnect\b/,
  "node:net": /\b(connect|createConnection|Socket)\b/,
  "node:tls": /\b(connect|TLSSocket)\b/,
  "node:dns": /./,
  "node:dns/promises": /./,
  "node:dgram": /./,
  undici: /./,
  "http-proxy-3": /./,
  redis: /./,
  "@connectrpc/connect-node": /\b(create\w*Transport|Http2SessionManager)\b/,
  "@opentelemetry/exporter-trace-otlp-proto": /./,
};

function opens({ from, names, typeOnly }: SourceFile["imports"][number]): boolean {
  if (typeOnly || openers[from] === undefined) return false;
  // Without names it is loaded as a whole, or under a name of its own.
  const values = names.replace(/\btype \w+/g, "");
  return !values.includes("{") || openers[from].test(values.replaceAll(/[{},\s]+/g, " ").trim());
}

/** On behalf of tenants: each of these uses the Dialer. */
const forTenants = [
  "proxy/auth/ask-wandb-viewer.ts",
  "proxy/dial/dialer.ts",
  "proxy/health/grpc-probe.ts",
  "proxy/health/tcp-probe.ts",
  "proxy/pipeline/handle-upgrade.ts",
  "proxy/plugin/external-api.ts",
  "proxy/report/report-spool.ts",
  "proxy/target/ask-target.ts",
  "proxy/target/upstream-connections.ts",
];

/** To what the operator's own settings name, or to nothing at all. */
const forOperators: Readonly<Record<string, string>> = {
  "kit/oidc-keys.ts": "WEIR_OIDC_ISSUER",
  "kit/whoami.ts": "WEIR_IAM_WHOAMI_URL",
  "proxy/assert-servable.ts": "builds what is never used",
  "proxy/dial/protected-listeners.ts": "WEIR_CONTROL_URL",
  "proxy/discovery/look-up.ts": "WEIR_DNS_SERVERS; what it finds becomes a target",
  "proxy/limit/shared-budget.ts": "WEIR_REDIS_URL",
  "proxy/subscribe.ts": "WEIR_CONTROL_URL",
  "proxy/trace/span-exporter.ts": "OTEL_EXPORTER_OTLP_ENDPOINT",
  "proxy/usage/send-usage.ts": "WEIR_CONTROL_URL",
};

const files = readSourceFiles("kit", "proxy", "server");

const dialling = files.filter(({ code, imports }) => dials.test(code) || imports.some(opens)).map(({ path }) => path);

it("is up to these files, and no other", () => {
  const known = [...forTenants, ...Object.keys(forOperators)];
  const unknown = dialling.filter((path) => !known.includes(path));
  expect(
    unknown.map((path) => `${path} connects to something: use proxy/dial/dialer.ts where a tenant names the address`),
  ).toEqual([]);
  expect(known.filter((path) => !dialling.includes(path))).toEqual([]);
});

it.each(forTenants)("uses the Dialer in %s", (path) => {
  const { code } = files.find((file) => file.path === path)!;
  // Options of the Dialer, or the dispatcher that it gives.
  expect(code).toMatch(/\bdialer\b|\bdispatcher\b|class Dialer/);
  expect(code).not.toMatch(/\bfetch\(/);
});
