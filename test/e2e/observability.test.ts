// What is seen of a running Weir: by Prometheus, by the dashboard's questions, by the alerts.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { itNeeds } from "../support/it-needs.ts";
import { Prometheus } from "../support/prometheus.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

const root = join(import.meta.dirname, "../..");
const itWithPrometheus = itNeeds("prometheus", "promtool");

let weir: Weir;
let model: FakeModel;
let gateway: Json;

beforeAll(async () => {
  model = await createFakeModel({ name: "m", tokens: 5, tokenDelayMs: 10 });
  weir = await Weir.start({ workers: 2 });
  gateway = await weir.createGateway({ name: "seen" });
  await weir.createDeployment(gateway.spec.id, "m", [model.url]);
  for (let count = 0; count < 5; count++) await weir.chat(gateway, { model: "m", messages: [], stream: true });
  await weir.chat(gateway, { model: "m", messages: [] });
  await weir.chat(gateway, { model: "nope", messages: [] });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

const metricsOf = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();

/** Runs a command with a text as its input and gives its exit code and all that it said. */
function pipe(command: string, args: string[], input: string): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args);
    let said = "";
    child.stdout.on("data", (text) => {
      said += text;
    });
    child.stderr.on("data", (text) => {
      said += text;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, said }));
    child.stdin.end(input);
  });
}

/** The rows of a table of docs/operations.md: name, type, labels. */
function documented(heading: string): string[][] {
  const section = readFileSync(join(root, "docs/operations.md"), "utf8").split(`### ${heading}\n`)[1]!.split("\n#")[0]!;
  return section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, 4)
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
}

describe("metrics", () => {
  itWithPrometheus.each([
    ["Server", () => weir.serverUrl, 7],
    ["Proxy", () => weir.adminUrl(), 20],
  ] as const)("of the %s are what docs/operations.md says, and what promtool takes", async (heading, url, least) => {
    const text = await metricsOf(url());
    // Those are there only with Redis or with TLS: test/e2e/shared-limits.test.ts, test/e2e/certificates.test.ts.
    const optional = /^weir_(rate_limit_(shared_up|local_)|tls_)/;
    const wanted = documented(heading).filter(([name]) => !optional.test(name!));
    expect(wanted.length).toBeGreaterThanOrEqual(least);
    const types = [...text.matchAll(/^# TYPE (weir_\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    expect(types.toSorted()).toEqual(wanted.map(([name, type]) => `${name} ${type}`).toSorted());
    for (const [name, , labels] of wanted) {
      const sample = text.split("\n").find((line) => line.startsWith(`${name}{`) || line.startsWith(`${name}_count{`));
      if (sample === undefined) continue;
      const told = [...sample.matchAll(/[{,]([a-z_]+)="/g)].map(([, label]) => label!);
      const own = told.filter((label) => !labels!.includes("…") || !["gateway", "deployment", "model"].includes(label));
      const ofRow = labels!
        .replace(/ \(.*\)/, "")
        .split(", ")
        .filter((label) => label !== "" && label !== "…");
      expect([name, own.toSorted()]).toEqual([name, ofRow.toSorted()]);
    }
    const { code, said } = await pipe("promtool", ["check", "metrics"], text);
    expect([code, said]).toEqual([0, ""]);
  });

  itWithPrometheus(
    "are scraped by a real Prometheus, whose alerts and whose dashboard find what they ask for",
    async () => {
      const prometheus = await Prometheus.start({ server: weir.serverUrl, proxy: weir.adminUrl() });
      try {
        await waitFor("both to be scraped", async () => {
          const { activeTargets } = await prometheus.ask("targets");
          return activeTargets.length === 2 && activeTargets.every(({ health }: Json) => health === "up");
        });
        const { groups } = await waitFor("the rules to be looked at", async () => {
          const found = await prometheus.ask("rules");
          return found.groups[0].rules.every(({ health }: Json) => health === "ok") && found;
        });
        expect(groups[0].rules.length).toBeGreaterThanOrEqual(10);
        expect(groups[0].rules.filter(({ state }: Json) => state === "firing")).toEqual([]);
        const dashboard: Json = JSON.parse(readFileSync(join(root, "examples/observability/dashboard.json"), "utf8"));
        const asked = dashboard.panels.flatMap(({ title, targets }: Json) =>
          targets.map(({ expr }: Json) => [title, expr]),
        );
        expect(asked.length).toBeGreaterThan(20);
        // What there is none of while all is well.
        const quiet = ["Targets left out, circuits open"];
        // Two scrapes make a rate.
        for (const [title, expr] of asked) {
          const query = expr.replaceAll("$__rate_interval", "1m").replaceAll(/\$(gateway|model)/g, ".*");
          if (quiet.includes(title)) await prometheus.ask("query", { query });
          else
            await waitFor(
              `${title}: ${query}`,
              async () => (await prometheus.ask("query", { query })).result.length > 0,
            );
        }
      } finally {
        await prometheus.close();
      }
    },
    60_000,
  );

  it("tell tokens of streams, their pace, and what a request cost the proxy", async () => {
    const pace = "weir_time_per_output_token_seconds";
    expect(await readMetric(weir.adminUrl(), `${pace}_count`)).toBe(5);
    const mean = (await readMetric(weir.adminUrl(), `${pace}_sum`)) / 5;
    // One token each 10 ms.
    expect(mean).toBeGreaterThan(0.005);
    expect(await readMetric(weir.adminUrl(), "weir_refusals_total", 'gateway="seen",code="model_not_found"')).toBe(1);
    expect(await readMetric(weir.serverUrl, "weir_resources", 'kind="gateway"')).toBe(1);
    expect(await readMetric(weir.serverUrl, "weir_proxies_connected")).toBe(1);
    const created = 'method="CreateGateway",code="ok"';
    expect(await readMetric(weir.serverUrl, "weir_rpc_calls_total", created)).toBe(1);
  });
});
