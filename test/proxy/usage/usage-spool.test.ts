import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ReportUsageRequest } from "../../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { systemClock } from "../../../kit/clock.ts";
import { createLog } from "../../../kit/log.ts";
import { systemRandom } from "../../../kit/random.ts";
import type { SendOutcome } from "../../../proxy/usage/send-usage.ts";
import { UsageSpool } from "../../../proxy/usage/usage-spool.ts";

let root: string;
let copies = 0;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "weir-spool-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

type Mode = "up" | "away" | "answers are lost" | "fails";

/** A server that stores each batch once. */
class Server {
  mode: Mode = "up";
  readonly stored = new Map<string, number>();

  readonly send = (batch: ReportUsageRequest): Promise<SendOutcome> => {
    if (this.mode === "away") return Promise.reject(new Error("unavailable"));
    if (this.mode === "fails") return Promise.resolve({ result: "failed", reason: "disk full" });
    const id = `${batch.spoolId} ${batch.number}`;
    if (!this.stored.has(id))
      this.stored.set(id, Number(batch.counts.reduce((all, { requests }) => all + requests, 0n)));
    if (this.mode === "answers are lost") return Promise.reject(new Error("deadline exceeded"));
    return Promise.resolve({ result: "stored", reason: "" });
  };

  get total(): number {
    return [...this.stored.values()].reduce((all, each) => all + each, 0);
  }
}

const account = {
  organizationId: "o",
  gatewayId: "g",
  model: "m",
  deploymentId: "d",
  serviceId: "",
  customEndpointId: "",
  keyId: "k",
  ruleId: "",
};

function openSpool(directory: string, send: Server["send"]): Promise<UsageSpool> {
  const log = createLog({ name: "test", level: "silent" });
  return UsageSpool.open({ directory, send, clock: systemClock, random: systemRandom, log });
}

function add(spool: UsageSpool, requests: number): void {
  const none = { errors: 0, rateLimited: 0, promptTokens: 0, completionTokens: 0, estimated: 0 };
  spool.add([{ ...account, counts: { ...none, requests, lastMs: systemClock.nowMs() } }]);
}

/** One life of a proxy. */
async function live(directory: string, server: Server, requests: number): Promise<void> {
  const spool = await openSpool(directory, server.send);
  add(spool, requests);
  await spool.stop();
}

describe("the spool of usage", () => {
  it("counts each request once, through servers that fail and directories that are cloned or put back", async () => {
    const modes = fc.constantFrom<Mode>("up", "away", "answers are lost", "fails");
    const step = fc.record({
      what: fc.constantFrom("live", "live", "live", "clone", "put back"),
      mode: modes,
      requests: fc.integer({ min: 1, max: 9 }),
      at: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const server = new Server();
        const directories = [join(root, `proxy ${copies++}`)];
        const backups: string[] = [];
        let counted = 0;
        for (const { what, mode, requests, at } of steps) {
          const directory = directories[at % directories.length]!;
          server.mode = mode;
          if (what === "clone") {
            const clone = join(root, `clone ${copies++}`);
            await live(directory, server, 0);
            cpSync(directory, clone, { recursive: true });
            directories.push(clone);
            backups.push(clone);
          } else if (what === "put back" && backups.length > 0) {
            // Everything that is on disk alone would go with it.
            server.mode = "up";
            await live(directory, server, 0);
            const source = backups[at % backups.length]!;
            if (source === directory) continue;
            rmSync(directory, { recursive: true });
            cpSync(source, directory, { recursive: true });
          }
          server.mode = mode;
          counted += requests;
          await live(directory, server, requests);
        }
        server.mode = "up";
        for (const directory of directories) await live(directory, server, 0);
        expect(server.total).toBe(counted);
      }),
      { numRuns: 25 },
    );
  });

  it("keeps no batch waiting for one that the server does not take, and sets aside what it refuses", async () => {
    const directory = join(root, "proxy");
    const server = new Server();
    server.mode = "away";
    for (const requests of [1, 10, 100, 1_000]) await live(directory, server, requests);
    server.mode = "up";
    const asked: number[] = [];
    const spool = await openSpool(directory, (batch) => {
      const requests = Number(batch.counts[0]!.requests);
      asked.push(requests);
      if (requests === 1) return Promise.resolve({ result: "failed", reason: "disk full" });
      if (requests === 100) return Promise.resolve({ result: "refused", reason: "counts" });
      return server.send(batch);
    });
    await spool.stop();
    expect([asked, server.total]).toEqual([[1, 10, 100, 1_000], 1_010]);
    expect([spool.waiting, spool.queue.setAsideCount]).toEqual([1, 1]);
    await live(directory, server, 0);
    expect(server.total).toBe(1_011);
  });

  it("sends what the disk does not take", async () => {
    const directory = join(root, "proxy");
    const server = new Server();
    const spool = await openSpool(directory, server.send);
    rmSync(directory, { recursive: true });
    add(spool, 7);
    await spool.stop();
    expect(server.total).toBe(7);
  });
});
