// What plugins cost: CPU time per request of a chat request of 1 KB, with chains of 0, 1 and 5 plugins that look at heads,
// and with some that look at bodies. One proxy with one worker, its gateways in turns; the medians of the rounds, and
// their differences, are what counts: the machine is noisy.
//
//   npm run bench:plugins            needs nginx and wrk (Debian's packages)

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromJson, type JsonObject } from "@bufbuild/protobuf";
import { RateLimiterSchema } from "../../gen/es/weir/inference/v1alpha1/rate_limiter_pb.ts";
import { systemClock } from "../../kit/clock.ts";
import { LocalLimiter } from "../../proxy/limit/limiter.ts";
import { RateTable } from "../../proxy/limit/rate-table.ts";
import type { PluginRequest, Settle } from "../../proxy/plugin/plugin.ts";
import { buildRateLimiter } from "../../proxy/plugin/rate-limiter.ts";
import type { RunningPeer } from "../peers/peer.ts";
import { median } from "../support/median.ts";
import { answerConfig, startNginx } from "../support/nginx.ts";
import { assertPrograms } from "../support/programs.ts";
import { post } from "../support/rest.ts";
import { startProxyProcess, startServerProcess } from "../support/start-process.ts";
import { chatBody, loadByWrk, type Measured } from "../support/wrk.ts";

const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
const seconds = Number(process.env.BENCH_SECONDS ?? 3);

const limiter = { rateLimiter: { limits: { global: { limit: 1_000_000_000, window: "1h" } } } };
const limiterOfAll = {
  rateLimiter: {
    limits: {
      global: { limit: 1_000_000_000, window: "1h" },
      perIp: { limit: 1_000_000_000, window: "1h" },
      perUser: { limit: 1_000_000_000, window: "1h" },
    },
  },
};
const tokenLimiter = { rateLimiter: { tokenLimits: { global: { limit: 1_000_000_000, window: "1h" } } } };
const chains: Readonly<Record<string, readonly object[]>> = {
  "no plugin": [],
  "rate_limiter, one limit": [limiter],
  "rate_limiter, three limits": [limiterOfAll],
  "rate_limiter, tokens": [tokenLimiter],
  "five, heads alone": [
    limiter,
    { ipRestriction: { deny: ["10.0.0.0/8"] } },
    { requestSizeLimiter: { maxBodyBytes: 1_000_000 } },
    { headerTransformer: { set: [{ name: "x-set", value: "1" }] } },
    { headerTransformer: { set: [{ name: "x-set", value: "1" }] }, stage: "pre_response" },
  ],
  request_validator: [{ requestValidator: { schema: { type: "object", required: ["model", "messages"] } } }],
  "data_masking, request": [{ dataMasking: { rules: [{ entity: "email" }, { entity: "credit_card" }] } }],
};

for (const name of ["rate_limiter, one limit", "rate_limiter, three limits", "rate_limiter, tokens"]) {
  const [declared] = chains[name] as [{ rateLimiter: JsonObject }];
  process.stdout.write(
    `${name.padEnd(28)} ${limiterAlone(declared.rateLimiter).toFixed(2).padStart(6)} µs in itself\n`,
  );
}
const directory = mkdtempSync(join(tmpdir(), "weir-bench-plugins-"));
const closers: (() => Promise<void> | void)[] = [() => rmSync(directory, { recursive: true, force: true })];
const load = { bodies: [chatBody(1024)], directory, connections: 64, seconds };
try {
  assertPrograms("nginx", "wrk", "taskset");
  const upstream = await startNginx("upstream", 19191, answerConfig(), { directory, closers });
  const server = await startServerProcess(directory);
  closers.push(() => server.stop());
  const proxy = await startProxyProcess(directory, server.url, { WEIR_PROXY_WORKERS: "1" });
  closers.push(() => proxy.stop());
  const subjects = new Map<string, RunningPeer>();
  for (const [index, [name, requiredPlugins]] of Object.entries(chains).entries()) {
    const { gateway } = await post(server, "gateways", {
      name: "bench",
      subdomain: `bench-${index}`,
      zones: ["local"],
      coreWeaveAuth: {},
      bodyBasedRouting: { apiType: "API_TYPE_OPENAI" },
      requiredPlugins,
    });
    await post(server, "deployments", {
      name: "bench",
      gatewayIds: [gateway!.spec.id],
      model: { name: "org/model-x" },
      targets: { targets: [{ url: upstream.url }] },
    });
    const headers = { Host: `bench-${index}.localhost:7080`, Authorization: `Bearer ${server.adminToken}` };
    subjects.set(name, { chatUrl: `${proxy.url}/v1/chat/completions`, headers, pid: proxy.pid });
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  const results = new Map([...subjects.keys()].map((name) => [name, [] as Measured[]]));
  for (const subject of subjects.values()) await loadByWrk(subject, load);
  for (let round = 0; round < rounds; round++) {
    for (const [name, subject] of subjects) results.get(name)!.push(await loadByWrk(subject, load));
  }
  const without = results.get("no plugin")!;
  for (const [name, measured] of results) {
    const micros = median(measured.map((each) => each.micros));
    const more = median(measured.map((each, index) => each.micros - without[index]!.micros));
    process.stdout.write(
      `${name.padEnd(28)} ${micros.toFixed(1).padStart(6)} µs CPU a request   ${more.toFixed(1).padStart(6)} µs more than without\n`,
    );
  }
} finally {
  for (const close of closers.reverse()) await close();
}

/** A limiter without a request around it, settled where it counts tokens. */
function limiterAlone(settings: JsonObject): number {
  const limiter = new LocalLimiter(RateTable.create(new Uint8Array(8)), systemClock);
  const { onRequest } = buildRateLimiter(fromJson(RateLimiterSchema, settings), "bench", limiter);
  const body = Buffer.from(
    JSON.stringify({ model: "m", messages: [{ content: "word ".repeat(190) }], max_tokens: 100 }),
  );
  const outcome = { status: 200, wasSent: true, usage: { promptTokens: 200, completionTokens: 100 } };
  const run = (times: number): number => {
    const start = performance.now();
    for (let count = 0; count < times; count++) {
      const headers: string[] = [];
      const settles: Settle[] = [];
      const request = {
        request: { headers: {} },
        client: { source: "127.0.0.1" },
        subject: "ann",
        body,
        addAnswerHeaders: (...flat: string[]) => headers.push(...flat),
        onEnd: (settle: Settle) => settles.push(settle),
      };
      onRequest!.run(request as unknown as PluginRequest);
      for (const settle of settles) settle(outcome);
    }
    return ((performance.now() - start) * 1000) / times;
  };
  run(50_000);
  return run(200_000);
}
