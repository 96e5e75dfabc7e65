// The README's first request, run as it stands there, against what `npm start` runs.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { itNeeds } from "../support/it-needs.ts";
import { waitFor } from "../support/wait-for.ts";

const root = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "weir-readme-"));

let start: ChildProcess;
let said = "";
let models: FakeModel[];

beforeAll(async () => {
  models = await Promise.all(["prod", "canary"].map((name) => createFakeModel({ name, tokens: 3 })));
  start = spawn(process.execPath, [join(root, "cli/start.ts")], {
    env: {
      ...process.env,
      WEIR_DATA: join(directory, "data"),
      WEIR_PROXY_DATA: join(directory, "data/proxy"),
      WEIR_LISTEN: "127.0.0.1:0",
      WEIR_PROXY_LISTEN: "127.0.0.1:0",
      WEIR_PROXY_ADMIN_LISTEN: "127.0.0.1:0",
    },
  });
  start.stdout?.on("data", (text) => {
    said += text;
  });
  start.stderr?.on("data", (text) => {
    said += text;
  });
  await waitFor("the banner", () => said.includes("Create a gateway:"));
});

afterAll(async () => {
  if (start?.exitCode === null) {
    const gone = new Promise((resolve) => start.once("close", resolve));
    start.kill("SIGTERM");
    await gone;
  }
  await Promise.all(models.map((model) => model.close()));
  rmSync(directory, { recursive: true, force: true });
});

function addressOf(label: string): string {
  return new RegExp(`${label} .*http://(\\S+)`).exec(said)![1]!;
}

/** Shell code with the addresses of this test in place of the defaults. */
function here(code: string): string {
  return code
    .replaceAll("127.0.0.1:7070", addressOf("API"))
    .replaceAll("127.0.0.1:7080", addressOf("inference"))
    .replaceAll("http://127.0.0.1:9001", models[0]!.url)
    .replaceAll("http://127.0.0.1:9002", models[1]!.url)
    .replaceAll("data/admin-token", join(directory, "data/admin-token"));
}

const modelsLine = 'curl -s http://127.0.0.1:7080/v1/models -H "Authorization: Bearer $TOKEN"';

const itWithCurl = itNeeds("curl");

itWithCurl("is answered, token by token, by the lines of the README", async () => {
  const section = readFileSync(join(root, "README.md"), "utf8").split("## A first request")[1]!.split("\n## ")[0]!;
  const lines = section.split("\n").filter((line) => line.startsWith("    "));
  const shell = lines
    .map((line) => line.slice(4))
    .filter((line) => !/^npm |^const |^await |:watch|^npx weir tail/.test(line))
    .join("\n")
    // A script is faster than a reader: it waits for what the reader would find done.
    .replace("npx weir get gateways", "until npx weir get gateways | grep READY; do :; done")
    .replace(/^(curl -sN .*completions)/m, `until ${modelsLine} | grep -q org/chat; do :; done\n$1`)
    .replace("npx weir doctor", "until npx weir doctor; do :; done");
  const name = "examples/manifests/split.yaml";
  const manifest = join(directory, "split.yaml");
  writeFileSync(manifest, here(readFileSync(join(root, name), "utf8")));
  const code = here(shell).replaceAll("npx weir", `${process.execPath} cli/weir.ts`).replace(name, manifest);
  const env = { ...process.env, WEIR_URL: `http://${addressOf("API")}`, WEIR_DATA: join(directory, "data") };
  const { stdout } = await promisify(execFile)("bash", ["-euc", code], { cwd: root, env });
  expect(stdout).toContain("3 created, 0 updated, 0 unchanged");
  expect(stdout).toMatch(/^first +READY +local +http:\/\/first-/m);
  expect(stdout).toMatch(/data: \{"id":"fake-(prod|canary)"/);
  expect(stdout).toContain("data: [DONE]");
  expect(stdout).toContain("nothing wrong with 3 resources");
  expect(stdout).toContain("/v1/chat/completions");
  expect(stdout).toContain('"status":"STATUS_READY"');
});

itWithCurl("is offered by the banner of npm start, which works as it stands", async () => {
  const command = said.slice(said.indexOf("curl -s"), said.indexOf("\n\n", said.indexOf("curl -s")));
  const { stdout } = await promisify(execFile)("bash", ["-euc", command]);
  expect(stdout).toContain('"name":"first"');
  expect(stdout).toContain('"STATUS_CREATING"');
});

it("ends with npm start, which stops both processes at SIGTERM with exit code 0", async () => {
  const ended = new Promise((resolve) => start.once("close", resolve));
  start.kill("SIGTERM");
  expect(await ended).toBe(0);
  await expect(fetch(`http://${addressOf("API")}/livez`)).rejects.toThrow();
});
