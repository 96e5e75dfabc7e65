// The command line, run as a user runs it, against real processes.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { execute } from "../support/execute.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { itNeeds } from "../support/it-needs.ts";
import { pythonEnvironment } from "../support/python-environment.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

const root = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "weir-cli-"));

let weir: Weir;
let models: FakeModel[];

beforeAll(async () => {
  models = await Promise.all([1, 2].map((each) => createFakeModel({ name: `m${each}`, tokens: 3 })));
  weir = await Weir.start({ workers: 1 });
});

afterAll(async () => {
  await weir?.stop();
  await Promise.all(models?.map((model) => model.close()) ?? []);
  rmSync(directory, { recursive: true, force: true });
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    WEIR_URL: weir.serverUrl,
    WEIR_TOKEN: adminToken,
    WEIR_ADMIN_URL: weir.adminUrl(),
    WEIR_CONFIG: join(directory, "contexts.json"),
    WANDB_API_KEY: "a key of W&B",
  };
}

/** Runs `weir` and gives what it said, and how it ended. */
function run(args: string[], more: { input?: string; env?: Record<string, string | undefined> } = {}): Promise<Run> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...environment(), ...more.env } };
    const child = execFile(process.execPath, ["cli/weir.ts", ...args], options, (failure, out, error) => {
      resolve({ code: failure === null ? 0 : Number(failure.code), out, error });
    });
    child.stdin?.end(more.input ?? "");
  });
}

/** Runs `weir`, which must succeed, and gives what it printed. */
async function weirSays(...args: string[]): Promise<string> {
  const { code, out, error } = await run(args);
  if (code !== 0) throw new Error(`weir ${args.join(" ")} ended with ${code}: ${out}${error}`);
  return out.trimEnd();
}

/** Starts `weir` and collects the lines that it prints. */
function follow(...args: string[]): { lines: string[]; child: ChildProcess; ended: Promise<number | null> } {
  const child = spawn(process.execPath, ["cli/weir.ts", ...args], { cwd: root, env: environment() });
  const lines: string[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const pieces = (rest + text).split("\n");
    rest = pieces.pop()!;
    lines.push(...pieces);
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { lines, child, ended };
}

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const gatewayManifest = (name: string, more = ""): string =>
  `kind: Gateway
spec:
  name: ${name}
  zones: [local]
  coreWeaveAuth: {}
  bodyBasedRouting: {apiType: API_TYPE_OPENAI}
${more}---
kind: Deployment
spec:
  name: ${name}-model
  gatewayIds: [${name}]
  model: {name: ${name}-chat}
  targets: {targets: [{url: "${models[0]!.url}"}]}
  traffic: {weight: 1}
`;

/** A gateway as the API has it, when its model answers. */
async function serving(name: string): Promise<Json> {
  return waitFor(`gateway ${name} to serve`, async () => {
    const { items } = (await weir.rest("GET", "gateways")).body;
    const gateway = items.find(({ spec }: Json) => spec.name === name);
    if (gateway?.status.endpoints === undefined) return false;
    return (await weir.chat(gateway, { model: `${name}-chat` })).status === 200 && gateway;
  });
}

describe("weir apply", () => {
  it("shows what changes, changes it, and nothing the second time", async () => {
    const path = file("gateway.yaml", gatewayManifest("applied"));
    const dry = await weirSays("apply", "-f", path, "--dry-run");
    expect(dry).toBe(
      `+ Gateway applied  (${path}:1)\n+ Deployment applied-model  (${path}:8)\n2 to be created, 0 to be updated, 0 unchanged`,
    );
    expect((await weirSays("apply", "-f", path)).split("\n").at(-1)).toBe("2 created, 0 updated, 0 unchanged");
    expect(await weirSays("apply", "-f", path)).toBe("0 created, 0 updated, 2 unchanged");
    const changed = readFileSync(path, "utf8").replace("weight: 1", "weight: 5");
    const again = await run(["apply", "-f", "-"], { input: changed });
    expect(again.out).toBe(
      "~ Deployment applied-model  (stdin:8)\n    ~ traffic.weight: 1 -> 5\n0 created, 1 updated, 1 unchanged\n",
    );
    const told = JSON.parse(await weirSays("apply", "-f", path, "-o", "json"));
    expect(told.map(({ action }: Json) => action)).toEqual(["MANIFEST_ACTION_UNCHANGED", "MANIFEST_ACTION_UPDATED"]);
  });

  it("of 500 resources changes nothing the second time, and nothing at all where a file has a mistake", async () => {
    const documents = Array.from(
      { length: 500 },
      (_, index) => `kind: Upstream\nspec: {name: many-${index}, targets: [{url: "http://127.0.0.1:9"}]}\n`,
    );
    const path = file("many.yaml", documents.join("---\n"));
    expect((await weirSays("apply", "-q", "-f", path)).split("\n")).toEqual(["500 created, 0 updated, 0 unchanged"]);
    expect(await weirSays("apply", "-f", path)).toBe("0 created, 0 updated, 500 unchanged");
    const mistaken = documents.map((each) => each.replace(":9", ":10"));
    mistaken[321] = 'kind: Upstream\nspec:\n  name: many-321\n  targets:\n    - url: "ftp://x"\n';
    const wrong = file("wrong.yaml", mistaken.join("---\n"));
    const { code, out, error } = await run(["apply", "-f", wrong]);
    const line = mistaken.slice(0, 321).join("---\n").split("\n").length + 1 + 4;
    expect([code, out]).toEqual([1, ""]);
    expect(error.split("\n")[0]).toMatch(new RegExp(`^${wrong}:${line}: targets\\[0\\]\\.url: `));
    const { items } = (await weir.rest("GET", "upstreams")).body;
    expect(items.filter(({ spec }: Json) => spec.targets[0].url.endsWith(":10"))).toEqual([]);
  });

  it("takes every example", async () => {
    const out = await weirSays("apply", "-f", "examples/manifests");
    expect(out.split("\n").at(-1)).toMatch(/^\d\d created, 0 updated, 0 unchanged$/);
    expect(await weirSays("apply", "-f", "examples/manifests")).toMatch(/^0 created, 0 updated, \d\d unchanged$/);
    // It needs the key; without it, nothing is applied.
    const { code, error } = await run(["apply", "-f", "examples/manifests/custom-endpoint.yaml"], {
      env: { WANDB_API_KEY: undefined },
    });
    expect([code, error.split("\n")[0]]).toEqual([
      1,
      "examples/manifests/custom-endpoint.yaml:18: $" +
        "{WANDB_API_KEY} has no value: set it in the environment, or write $$" +
        "{WANDB_API_KEY} for the text",
    ]);
    for (const each of ["gateways", "deployments", "upstreams", "services", "rules", "custom-endpoints"]) {
      expect((await weirSays("get", each)).split("\n").length).toBeGreaterThan(1);
    }
  });
});

describe("weir get, describe, delete and watch", () => {
  it("show what there is, in a form that can be applied again", async () => {
    await weirSays("apply", "-q", "-f", file("shown.yaml", gatewayManifest("shown")));
    const { spec } = await serving("shown");
    expect(await weirSays("get", "gw")).toMatch(new RegExp(`^shown +READY +local +http\\S+ +\\d+s +${spec.id}$`, "m"));
    const yaml = await weirSays("get", "gateway", "shown", "-o", "yaml");
    expect(parseAllDocuments(yaml)).toHaveLength(1);
    const again = await run(["apply", "-f", "-"], { input: yaml });
    expect(again.out).toBe("0 created, 0 updated, 1 unchanged\n");
    const json = JSON.parse(await weirSays("get", "deployment", "shown-model", "-o", "json"));
    expect([json.kind, json.spec.gatewayIds]).toEqual(["Deployment", [spec.id]]);
    const described = await weirSays("describe", "gateway", "shown");
    expect(described).toMatch(/^Gateway shown: READY, \d+s old/);
    expect(described).toMatch(/^Programmed +True +Programmed +local/m);
    const { code, error } = await run(["get", "gateway", "nobody"]);
    expect([code, error]).toEqual([1, expect.stringMatching(/^weir: no gateway "nobody": there is .*shown/)]);
  });

  it("follow changes until what is watched is deleted", async () => {
    await weirSays("apply", "-q", "-f", file("watched.yaml", gatewayManifest("watched")));
    await serving("watched");
    const watch = follow("watch", "deployments", "watched-model");
    await waitFor("the first line", () => watch.lines[0]?.startsWith("ADDED     watched-model  READY"));
    expect(await weirSays("delete", "deployment", "watched-model")).toBe("Deployment watched-model is deleted");
    await watch.ended;
    expect(watch.lines.at(-1)).toMatch(/^DELETED {3}watched-model/);
    expect(await weirSays("delete", "gateway", "watched")).toBe("Gateway watched is deleted");
  });
});

describe("weir keys and tokens", () => {
  it("make, rotate and revoke what opens a gateway", async () => {
    const manifest = gatewayManifest("keyed").replace("coreWeaveAuth", "apiKeyAuth");
    await weirSays("apply", "-q", "-f", file("keyed.yaml", manifest));
    const secret = await weirSays(
      "keys",
      "create",
      "ci",
      "--gateway",
      "keyed",
      "--expires",
      "30d",
      "--model",
      "keyed-*",
    );
    expect(secret).toMatch(/^weir_gk_/);
    const gateway = await waitFor("the gateway", async () => {
      const { items } = (await weir.rest("GET", "gateways")).body;
      const found = items.find(({ spec }: Json) => spec.name === "keyed");
      return found.status.endpoints !== undefined && found;
    });
    const call = (token: string): Promise<number> =>
      weir.chat(gateway, { model: "keyed-chat" }, { token }).then(({ status }) => status);
    await waitFor("the key to open", async () => (await call(secret)) === 200);
    const rotated = JSON.parse(
      await weirSays("keys", "rotate", "ci", "--gateway", "keyed", "--grace", "0s", "-o", "json"),
    );
    await waitFor("the new secret to open", async () => (await call(rotated.secret)) === 200);
    await waitFor("the old one to be refused", async () => (await call(secret)) === 401);
    expect(await weirSays("keys", "list", "--gateway", "keyed")).toMatch(/^ci +Usable +weir_gk_/m);
    await weirSays("keys", "revoke", "ci", "--gateway", "keyed");
    await waitFor("the key to be refused", async () => (await call(rotated.secret)) === 401);
    expect(await weirSays("keys", "list", "--gateway", "keyed")).toMatch(/^ci +Revoked/m);
  });

  it("make tokens, whose role is what they may do", async () => {
    const token = await weirSays(
      "tokens",
      "create",
      "ann",
      "--subject",
      "ann",
      "--team",
      "research",
      "--expires",
      "1d",
    );
    const denied = await run(["delete", "gateway", "shown"], { env: { WEIR_TOKEN: token } });
    expect([denied.code, denied.error]).toEqual([
      1,
      'weir: DeleteGateway needs the role admin: "ann" has the role viewer\n',
    ]);
    expect((await run(["get", "gateways"], { env: { WEIR_TOKEN: token } })).code).toBe(0);
    expect(await weirSays("tokens", "list")).toMatch(/^ann +READY +viewer +ann +20/m);
    await weirSays("tokens", "delete", "ann");
    const unknown = await run(["get", "gateways"], { env: { WEIR_TOKEN: token } });
    expect([unknown.code, unknown.error.split("\n")[0]]).toEqual([1, "weir: the token is unknown or has expired"]);
  });
});

describe("weir usage, tail and rollout", () => {
  it("tell what goes through", async () => {
    await weirSays("apply", "-q", "-f", file("told.yaml", gatewayManifest("told")));
    const gateway = await serving("told");
    const tail = follow("tail", "--gateway", "told", "--errors");
    // Asked until the proxy knows that it is read.
    await waitFor("the refusal", async () => {
      await weir.chat(gateway, { model: "nobody" });
      return tail.lines.some((line) => / {2}404 {2}POST {2}.* told .*refused: model_not_found/.test(line));
    });
    expect(tail.lines.some((line) => line.includes("  200  "))).toBe(false);
    tail.child.kill("SIGINT");
    expect(await tail.ended).toBe(0);
    await waitFor("the usage", async () => /^told +told-chat +[1-9]/m.test(await weirSays("usage", "--since", "1h")));
  });

  it("follow a rollout to its end", async () => {
    await weirSays("apply", "-q", "-f", file("rolled.yaml", gatewayManifest("rolled")));
    await serving("rolled");
    const { out, code, error } = await run([
      "rollout",
      "start",
      "rolled-model",
      "--steps",
      "5%:1s",
      "--min-requests",
      "0",
    ]);
    expect([out, code, error]).toEqual(["", 1, expect.stringContaining("traffic.rollout.min_requests")]);
    expect((await run(["rollout", "start", "rolled-model", "--steps", "5"])).code).toBe(2);
    const following = follow("rollout", "start", "rolled-model", "--steps", "50%:1s", "--min-requests", "1", "--watch");
    const gateway = await serving("rolled");
    await waitFor("its end", async () => {
      await weir.chat(gateway, { model: "rolled-chat" });
      return following.lines.at(-1)?.includes("completed");
    });
    expect(await following.ended).toBe(0);
    expect(await weirSays("rollout", "status", "rolled-model")).toMatch(/^rolled-model: completed, step 1 of 1, 100 %/);
  });
});

describe("weir doctor", () => {
  it("says what keeps a gateway from being ready, and what a refusal means", async () => {
    await weirSays(
      "apply",
      "-q",
      "-f",
      file("ill.yaml", gatewayManifest("ill").replace("{weight: 1}", "{weight: 1, fallback: {models: [nobody]}}")),
    );
    await serving("ill");
    const found = await waitFor("the finding", async () => {
      const { code, out } = await run(["doctor", "--gateway", "ill"]);
      return code === 1 && out;
    });
    expect(found).toMatch(/^✗ deployment "ill-model": FallbackMissing: .*nobody/m);
    const asked = await run(["doctor", "--gateway", "ill", "--model", "nobody", "--proxy", weir.proxyUrl()]);
    expect(asked.out).toMatch(
      /✗ "nobody": the proxy refused with 404 model_not_found: .*\n {2}model_not_found: no deployment/,
    );
    const answered = await run(["doctor", "--gateway", "ill", "--model", "ill-chat", "--proxy", weir.proxyUrl()]);
    expect(answered.out).toMatch(/^✓ "ill-chat" answered 200 by ill-model/m);
    expect(await weirSays("doctor", "--refusal", "circuit_open")).toMatch(/^circuit_open: too much failed/);
    expect((await run(["doctor", "--refusal", "nonsense"])).error).toBe(
      'weir: "nonsense" is no code of Weir: see docs/errors.md\n',
    );
  });
});

describe("weir snippet", () => {
  itNeeds("python3", "curl")(
    "prints code that calls a gateway and a custom endpoint, in each language",
    async () => {
      const python = await pythonEnvironment("requests", "examples/python/requests-requirements.txt");
      const programs = { curl: "sh", python: join(python, "python"), typescript: process.execPath };
      const endings = { curl: "sh", python: "py", typescript: "mts" };
      // A gateway that is alone answers to any host: in a test, its own leads nowhere.
      const alone = await Weir.start({ workers: 1 });
      const env = { WEIR_URL: alone.serverUrl };
      try {
        const gateway = await alone.createGateway({ name: "snippets" });
        await alone.createDeployment(gateway.spec.id, "org/chat", [models[0]!.url]);
        await alone.rest("POST", "customEndpoints", {
          name: "account",
          gatewayIds: [gateway.spec.id],
          endpoints: [{ name: "api", baseUrl: `${models[1]!.url}/v1` }],
        });
        const path = "/proxy-api/account/api/chat/completions";
        await waitFor("the account", async () => (await alone.chat(gateway, {}, { path })).status === 200);
        for (const [index, name] of ["snippets", "account"].entries()) {
          for (const language of ["curl", "python", "typescript"] as const) {
            const { out } = await run(["snippet", name, "--lang", language], { env });
            const code = out.replaceAll(gateway.status.endpoints[0], alone.proxyUrl());
            const said = await execute([programs[language], file(`snippet.${endings[language]}`, code)], {
              WEIR_API_KEY: adminToken,
            });
            expect([language, said]).toEqual([language, expect.stringContaining(`m${index + 1} 1 2`)]);
            expect(models[index]!.seen.at(-1)!.path).toMatch(/^\/v1\/chat\/completions$/);
          }
        }
        const { code, error } = await run(["snippet", "nobody"], { env });
        expect([code, error]).toEqual([1, 'weir: no gateway and no custom endpoint "nobody"\n']);
      } finally {
        await alone.stop();
      }
    },
    120_000,
  );
});

describe("weir", () => {
  it("keeps servers under names, readable by their owner alone", async () => {
    const none = { WEIR_URL: undefined, WEIR_TOKEN: undefined, WEIR_ADMIN_TOKEN: undefined, WEIR_DATA: directory };
    const away = await run(["--url", "http://127.0.0.1:1", "get", "gateways"], { env: none });
    expect([away.code, away.error]).toEqual([1, expect.stringMatching(/ECONNREFUSED.*\nIs the server running/)]);
    const set = ["context", "set", "here", "--url", weir.serverUrl, "--token", adminToken];
    expect((await run(set, { env: none })).code).toBe(0);
    expect(statSync(join(directory, "contexts.json")).mode & 0o777).toBe(0o600);
    expect((await run(["get", "gateways"], { env: none })).code).toBe(0);
    // A context's token is for its own server.
    const elsewhere = await run(["--url", weir.serverUrl, "get", "gateways"], { env: none });
    expect(elsewhere.error).toContain("send a token");
    expect((await run(["context", "list"], { env: none })).out).toMatch(/^\* +here +http/m);
    expect((await run(["--context", "nowhere", "get", "gateways"], { env: none })).error).toBe(
      'weir: no context "nowhere": there are here\n',
    );
    await run(["context", "delete", "here"], { env: none });
  });

  it("ends with 2 where it is called wrongly, with what is right", async () => {
    for (const [args, said] of [
      [["bogus"], /unknown command 'bogus'/],
      [["apply"], /required option '-f, --file/],
      [["get", "gateways", "-o", "xml"], /Allowed choices are table, json, yaml/],
      [["tokens", "create", "t", "--role", "king"], /Allowed choices are admin, viewer/],
    ] as const) {
      const { code, error } = await run([...args]);
      expect([args, code]).toEqual([args, 2]);
      expect(error).toMatch(said);
    }
    expect((await run(["get", "pods"])).error).toMatch(/^weir: no kind "pods": there are gateways, deployments/);
    expect((await run(["--help"])).code).toBe(0);
  });

  it("completes commands, kinds and flags, by scripts that shells take", async () => {
    expect(await weirSays("complete", "--", "get", "")).toMatch(/^gateways\t/m);
    expect(await weirSays("complete", "--", "keys", "ro")).toMatch(/^rotate\t/m);
    expect(await weirSays("complete", "--", "apply", "--dr")).toMatch(/^--dry-run\t/m);
    const script = file("completion.bash", await weirSays("completion", "bash"));
    await new Promise<void>((resolve, reject) => {
      execFile("bash", ["-c", `. ${script} && complete -p weir`], (error, out) => {
        if (error === null && out.includes("weir")) resolve();
        else reject(error ?? new Error(out));
      });
    });
    for (const shell of ["zsh", "fish", "powershell"]) expect(await weirSays("completion", shell)).toContain("weir");
  });

  it("rotates the master key", async () => {
    expect(await weirSays("secrets", "rotate")).toMatch(/^the master key is [0-9a-f]{8} now; \d+ stored messages/);
  });
});
