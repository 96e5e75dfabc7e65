// Usage is counted whatever becomes of the disk, of the directory, and of what upstreams and proxies report.

import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { startProcess } from "../../cli/child-process.ts";
import { ConfigService } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { readMetric } from "../support/read-metric.ts";
import { startAnswers } from "../support/start-answers.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, type Json, proxyToken, Weir } from "../support/weir.ts";

/** No file takes a byte, as on a full disk. */
const fullDisk = ["/bin/sh", "-c", 'trap "" XFSZ; ulimit -f 0; exec "$0" "$@"'];

// Each test restarts processes, which takes its time on a loaded machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let weir: Weir;
let model: FakeModel;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  weir = await Weir.start();
  model = await createFakeModel({ name: "m", tokens: 4 });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A gateway, and what is answered and counted of it. */
async function newGateway(url = model.url, price?: Json) {
  const gateway = await weir.createGateway({ name: "survives" });
  await weir.createDeployment(gateway.spec.id, "chat", [url], { model: { name: "chat", price } });
  let answered = 0;
  const usage = async (): Promise<Json> => {
    const { status, body } = await weir.rest("GET", `usage?gatewayId=${gateway.spec.id}`);
    expect([status, body]).toEqual([200, expect.anything()]);
    return body.total ?? {};
  };
  return {
    id: gateway.spec.id as string,
    usage,
    ask: async (count: number) => {
      for (let asked = 0; asked < count; asked++) {
        expect((await weir.chat(gateway, { model: "chat", user: String(asked) })).status).toBe(200);
        answered += 1;
      }
    },
    /** Resolves when the server has counted what was answered, no more and no less. */
    settled: async () => {
      const total = await waitFor(
        `${answered} requests to be counted`,
        async () => {
          const counted = await usage();
          return Number(counted.requests ?? 0) >= answered && counted;
        },
        60_000,
      );
      expect(Number(total.requests ?? 0)).toBe(answered);
      return total;
    },
  };
}

/** Resolves when the proxy has what it had not kept when it was killed. */
const upToDate = (): Promise<unknown> =>
  waitFor("the config stream", async () => (await readMetric(weir.adminUrl(), "weir_config_stream_up")) === 1);

const errors = (text: string): string[] =>
  weir.log.filter((line) => line.includes('"level":"error"') && line.includes(text));

describe("a proxy's data directory", () => {
  it("is used by one proxy at a time: a second one does not start, and says why", async () => {
    const directory = weir.proxyDirectory();
    const lines: string[] = [];
    const second = startProcess(
      "proxy",
      {
        WEIR_PROXY_DATA: directory,
        WEIR_PROXY_TOKEN: proxyToken,
        WEIR_CONTROL_URL: weir.serverUrl,
        WEIR_PROXY_LISTEN: "127.0.0.1:0",
        WEIR_PROXY_ADMIN_LISTEN: "127.0.0.1:0",
        WEIR_PROXY_WORKERS: "1",
      },
      (line) => lines.push(line),
    );
    await expect(second).rejects.toThrow("ended with 2");
    expect(lines.join("\n")).toContain(`WEIR_PROXY_DATA: another proxy uses the directory ${directory}`);
    const gateway = await newGateway();
    await gateway.ask(3);
    await gateway.settled();
  });

  it("is free as soon as its proxy is killed", async () => {
    const gateway = await newGateway();
    await weir.stopProxy(0, "SIGKILL");
    await weir.startProxy({ index: 0 });
    await upToDate();
    await gateway.ask(2);
    await gateway.settled();
  });

  it.each([
    ["a stopped proxy", true],
    ["a running proxy while the server is away", false],
  ])("may be put back to a copy of %s: nothing is lost, and nothing counts twice", async (_, isStopped) => {
    const directory = weir.proxyDirectory();
    const copy = join(weir.directory, "copy");
    const gateway = await newGateway();
    await gateway.ask(3);
    if (isStopped) {
      await gateway.settled();
      await weir.stopProxy();
    } else {
      await weir.stopServer();
      await gateway.ask(2);
      await waitFor("a batch on disk", () => readdirSync(join(directory, "usage")).some(isBatch));
    }
    cpSync(directory, copy, { recursive: true });
    await (isStopped ? weir.startProxy({ index: 0 }) : weir.startServer());
    for (const count of [4, 5]) {
      await gateway.ask(count);
      await gateway.settled();
    }
    await weir.stopProxy();
    rmSync(directory, { recursive: true });
    cpSync(copy, directory, { recursive: true });
    rmSync(copy, { recursive: true });
    await weir.startProxy({ index: 0 });
    for (const count of [6, 7]) {
      await gateway.ask(count);
      await gateway.settled();
    }
  });
});

describe("a full disk", () => {
  it("loses no usage while the server takes it, or is back before the proxy stops, and is reported", async () => {
    const gateway = await newGateway();
    await gateway.ask(2);
    await gateway.settled();
    await weir.stopProxy();
    await weir.startProxy({ index: 0, launcher: fullDisk });
    await upToDate();
    await gateway.ask(3);
    await gateway.settled();
    await weir.stopServer();
    await gateway.ask(4);
    const readyz = async (): Promise<string> => (await fetch(`${weir.adminUrl()}/readyz`)).text();
    const warning = /^ok\n(.*\n)*warning: the disk takes no writes: [1-9]\d* batches of usage are in memory alone/;
    await waitFor("the warning", async () => warning.test(await readyz()));
    expect(await readMetric(weir.adminUrl(), "weir_batches_in_memory", 'of="usage"')).toBeGreaterThan(0);
    expect(errors("can't be written").length).toBeGreaterThan(0);
    await weir.startServer();
    await gateway.settled();
    await gateway.ask(5);
    await weir.stopProxy();
    await weir.startProxy({ index: 0 });
    await gateway.ask(6);
    await gateway.settled();
    await waitFor("the warnings to be gone", async () => (await readyz()) === "ok\n");
  });
});

const isBatch = (file: string): boolean => file.endsWith(".batch");

describe("a batch that can't be read", () => {
  it("is set aside, loudly, and all others are counted", async () => {
    const gateway = await newGateway();
    const directory = join(weir.proxyDirectory(), "usage");
    await weir.stopServer();
    await gateway.ask(3);
    await weir.stopProxy();
    const good = readdirSync(directory).filter(isBatch);
    expect(good).toHaveLength(1);
    const bytes = readFileSync(join(directory, good[0]!));
    const bad: Record<string, Uint8Array> = {
      empty: Buffer.alloc(0),
      short: bytes.subarray(0, 20),
      cut: bytes.subarray(0, -1),
      // An earlier release flushed nothing and had no checksum: a message without a number.
      earlier: bytes.subarray(8, 8 + 38),
      zeros: Buffer.alloc(bytes.length),
      text: Buffer.from("no batch at all"),
    };
    // Before and after the good one.
    for (const [name, content] of Object.entries(bad))
      for (const at of ["0", "9"]) writeFileSync(join(directory, `${at}-${name}.batch`), content);
    await weir.startServer();
    await weir.startProxy({ index: 0 });
    await gateway.ask(2);
    await gateway.settled();
    const expected = Object.keys(bad).length * 2;
    await waitFor(
      "all to be set aside",
      async () => (await readMetric(weir.adminUrl(), "weir_batches_set_aside_total", 'of="usage"')) === expected,
    );
    expect(readdirSync(join(directory, "set-aside"))).toHaveLength(expected);
    expect(errors("set aside").filter((line) => line.includes(".batch"))).toHaveLength(expected);
    expect(existsSync(join(directory, good[0]!))).toBe(false);
  });
});

describe("impossible numbers", () => {
  const impossible = [
    "9007199254740991",
    "1e300",
    "1000000001",
    "-1",
    "0.5",
    '"7"',
    "true",
    "[]",
    "18446744073709551616",
  ];
  const answer = (prompt: string, completion: string): string =>
    `{"choices":[{"message":{"content":"${"word ".repeat(20)}"}}],"usage":{"prompt_tokens":${prompt},"completion_tokens":${completion}}}`;

  it("in an upstream's answer are not believed: its requests are estimated, and everybody's usage counts", async () => {
    const answers = [
      ...impossible.flatMap((number) => [answer(number, "1"), answer("1", number)]),
      answer("1000000000", "1000000000"),
    ];
    const server = await startAnswers((body) => answers[Number(body.user) % answers.length]!);
    opened.push(server);
    const price = { perMillionPromptTokens: 1e9, perMillionCompletionTokens: 1e9, perRequest: 1e9 };
    for (const each of [undefined, price]) {
      const gateway = await newGateway(server.url, each);
      const other = await newGateway();
      await gateway.ask(answers.length);
      await other.ask(2);
      const total = await gateway.settled();
      expect(Number(total.estimatedRequests)).toBe(impossible.length * 2);
      // The one that may be, and a few tokens for each that is estimated.
      expect(Number(total.completionTokens) - 1e9).toBeGreaterThan(impossible.length * 2 * 20);
      expect(Number(total.promptTokens) - 1e9).toBeLessThan(10_000);
      expect(await other.settled()).toMatchObject({ promptTokens: "6", completionTokens: "8" });
    }
    expect(await readMetric(weir.adminUrl(), "weir_unbelievable_usage_total")).toBe(impossible.length * 4);
    expect(errors("usage")).not.toContainEqual(expect.stringContaining("can't be stored"));
  });

  it("in a proxy's report have their row set aside, loudly, and the others stored", async () => {
    const gateway = await newGateway();
    const client = createClient(ConfigService, createGrpcTransport({ baseUrl: weir.serverUrl }));
    const minute = Math.floor(Date.now() / 60_000);
    const row = { organizationId: "default", gatewayId: gateway.id, minute };
    const most = 2n ** 53n - 1n;
    const counts = [
      { ...row, requests: 1n },
      { ...row, requests: 2n ** 64n - 1n },
      { ...row, promptTokens: 2n ** 63n },
      { ...row, requests: 1n, rateLimited: 2n },
      { ...row, gatewayId: "nobody" },
      { ...row, requests: 1n, promptTokens: most, completionTokens: most },
      { ...row, requests: 1n, promptTokens: most, model: "m" },
    ];
    const headers = { authorization: `Bearer ${proxyToken}` };
    for (const number of [1n, 1n, 2n])
      await client.reportUsage({ spoolId: "00000000-0000-4000-8000-0000000000aa", number, counts }, { headers });
    expect(await gateway.usage()).toMatchObject({ requests: "6", promptTokens: String(most) });
    expect(await readMetric(weir.serverUrl, "weir_usage_rows_set_aside_total")).toBe(8);
    expect(errors("set aside in the table")).toHaveLength(2);
    const exported = await fetch(`${weir.serverUrl}/v1alpha1/inference/usage:export?gatewayId=${gateway.id}`, {
      headers: {
        authorization: `Bearer ${adminToken}`,
      },
    });
    expect(exported.status).toBe(200);
  });
});
