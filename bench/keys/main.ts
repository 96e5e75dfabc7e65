// A gateway with 100,000 API keys: what they take of a proxy's memory, and of its time for each request; how soon a
// revocation is everywhere.
//
//   npm run bench:keys

import { hash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import { KeyEntrySchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { KeyShard } from "../../proxy/auth/key-shard.ts";
import { type CompiledKey, compileKeySet } from "../../server/compile/compile-keys.ts";
import { median } from "../support/median.ts";
import { memoryOfTree } from "../support/process-tree.ts";
import { post } from "../support/rest.ts";
import { startProxyProcess, startServerProcess } from "../support/start-process.ts";

const keys = Number(process.env.BENCH_KEYS ?? 100_000);
const settleMs = 5_000;
const revocations = Number(process.env.BENCH_REVOCATIONS ?? 50);

lookUp();
const directory = mkdtempSync(join(tmpdir(), "weir-bench-keys-"));
const closers: (() => Promise<void> | void)[] = [() => rmSync(directory, { recursive: true, force: true })];
try {
  await serve();
} finally {
  for (const close of closers.reverse()) await close();
}

/** The digest of a secret, and the key that it is of. */
function lookUp(): void {
  const secrets = Array.from({ length: keys }, (_, index) => `weir_gk_${String(index).padStart(43, "x")}`);
  const byShard = new Map<number, CompiledKey[]>();
  for (const [index, secret] of secrets.entries()) {
    const sha256 = hash("sha256", secret, "buffer");
    const keyId = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    const declared = create(KeyEntrySchema, { keyId, name: `key-${index}`, user: `user-${index}@example.com` });
    const entry = { sha256, entry: toBinary(KeyEntrySchema, declared) };
    byShard.set(KeyShard.of(sha256), [...(byShard.get(KeyShard.of(sha256)) ?? []), entry]);
  }
  const shards: KeyShard[] = [];
  let bytes = 0;
  for (const [shard, entries] of byShard) {
    const buffer = KeyShard.pack(compileKeySet("", shard, entries));
    bytes += buffer.byteLength;
    shards[shard] = new KeyShard(buffer);
  }
  const digests = secrets.map((secret) => hash("sha256", secret, "buffer"));
  // A thousand keys are in use; each round asks for them in another order.
  const used = Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % keys);
  const times = { hash: [] as number[], find: [] as number[] };
  for (let round = 0; round < 200; round++) {
    let start = performance.now();
    for (const index of used) hash("sha256", secrets[index]!, "buffer");
    times.hash.push((performance.now() - start) * 1000);
    start = performance.now();
    for (const index of used)
      if (shards[KeyShard.of(digests[index]!)]!.find(digests[index]!) === undefined) throw new Error();
    times.find.push((performance.now() - start) * 1000);
  }
  const micros = (all: readonly number[]): string => (median(all) / used.length).toFixed(2);
  process.stdout.write(`${keys} keys: ${(bytes / 1e6).toFixed(1)} MB that all workers share\n`);
  process.stdout.write(`a lookup: ${micros(times.find)} µs, after ${micros(times.hash)} µs for the digest\n`);
}

async function serve(): Promise<void> {
  const server = await startServerProcess(directory);
  closers.push(() => server.stop());
  const proxy = await startProxyProcess(directory, server.url, { WEIR_PROXY_WORKERS: "2" });
  closers.push(() => proxy.stop());
  const { gateway } = await post(server, "gateways", {
    name: "bench",
    zones: ["local"],
    apiKeyAuth: {},
    bodyBasedRouting: { apiType: "API_TYPE_OPENAI" },
  });
  const collection = `gateways/${gateway!.spec.id}/keys`;
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const before = Math.round(memoryOfTree(proxy.pid));
  const started = performance.now();
  const made: { id: string; secret: string }[] = [];
  let next = 0;
  const make = async (): Promise<void> => {
    while (next < keys) {
      const index = next++;
      const answer = await post(server, collection, { name: `key-${index}`, user: `user-${index}@example.com` });
      if (index % (keys / revocations) < 1) {
        made.push({ id: answer.apiKey!.spec.id, secret: (answer as unknown as { secret: string }).secret });
      }
    }
  };
  await Promise.all(Array.from({ length: 64 }, make));
  const perSecond = keys / ((performance.now() - started) / 1000);
  const ask = async (secret: string, url = proxy.url): Promise<number> => {
    const response = await fetch(`${url}/v1/models`, { headers: { "x-api-key": secret } });
    await response.arrayBuffer();
    return response.status;
  };
  for (const { secret } of made) while ((await ask(secret)) !== 200);
  // One that has done nothing yet, as the first had when it was looked at.
  const fresh = await startProxyProcess(join(directory, "fresh"), server.url, { WEIR_PROXY_WORKERS: "2" });
  closers.push(() => fresh.stop());
  while ((await ask(made[0]!.secret, fresh.url)) !== 200);
  // What it took to get there is given back a little later.
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const after = Math.round(memoryOfTree(fresh.pid));
  process.stdout.write(`the server makes ${perSecond.toFixed(0)} keys a second\n`);
  process.stdout.write(
    `a proxy of two workers: ${before} MB before, ${after} MB after: ${after - before} MB for ${keys} keys\n`,
  );
  const times: number[] = [];
  for (const { id, secret } of made) {
    const start = performance.now();
    await post(server, `${collection}/${id}:revoke`, {});
    while ((await ask(secret)) !== 401);
    times.push(performance.now() - start);
  }
  process.stdout.write(
    `a revocation, from its call to the first refusal: median ${median(times).toFixed(1)} ms, longest ${Math.max(...times).toFixed(1)} ms\n`,
  );
}
