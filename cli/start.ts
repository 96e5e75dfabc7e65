// npm start: a server and a proxy with one environment, until they are stopped.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { enableCompileCache } from "../kit/enable-compile-cache.ts";
import { runUntilSignal } from "../kit/run-until-signal.ts";
import { type RunningProcess, startProcess, stopProcess } from "./child-process.ts";

enableCompileCache(process.env);
const dataDirectory = process.env.WEIR_DATA ?? "./data";
const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

await runUntilSignal(async () => {
  const server = await startProcess("server", {}, print);
  const proxy = await startProcess(
    "proxy",
    { WEIR_CONTROL_URL: process.env.WEIR_CONTROL_URL ?? controlUrlOf(server) },
    print,
  );
  let stopping = false;
  for (const { child } of [server, proxy]) {
    child.once("close", () => {
      if (!stopping) process.kill(process.pid, "SIGTERM");
    });
  }
  print(banner(server, proxy));
  return {
    reload: () => {
      for (const { child } of [server, proxy]) child.kill("SIGHUP");
    },
    close: async () => {
      stopping = true;
      await stopProcess(proxy);
      await stopProcess(server);
    },
  };
});

function controlUrlOf({ address }: RunningProcess): string {
  return `${process.env.WEIR_TLS_CERT === undefined ? "http" : "https"}://${address}`;
}

function banner(server: RunningProcess, proxy: RunningProcess): string {
  const given = process.env.WEIR_ADMIN_TOKEN;
  const tokenFile = join(dataDirectory, "admin-token");
  const token = given === undefined ? `$(cat ${tokenFile})` : "$WEIR_ADMIN_TOKEN";
  // Read once, so that a banner never names a file that is not there.
  if (given === undefined) readFileSync(tokenFile);
  return `
  Weir is up.
    API (gRPC, Connect, REST)  ${controlUrlOf(server)}
    inference                  http://${proxy.address}
    proxy admin                http://${proxy.adminAddress}  (/metrics /livez /readyz /requests)
    admin token                ${given === undefined ? tokenFile : "WEIR_ADMIN_TOKEN"}

  Create a gateway:

    curl -s ${controlUrlOf(server)}/v1alpha1/inference/gateways \\
      -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" \\
      -d '{"name": "first", "zones": ["${process.env.WEIR_ZONE ?? "local"}"], "coreWeaveAuth": {}, "bodyBasedRouting": {"apiType": "API_TYPE_OPENAI"}}'
`;
}
