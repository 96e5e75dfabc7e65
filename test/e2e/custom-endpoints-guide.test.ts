// docs/custom-endpoints.md, gone through as it stands there, against a stand-in of W&B Inference over TLS.

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { certificatePath, keyPath } from "../support/certificate/certificate.ts";
import { createFakeWandb, type FakeWandb } from "../support/fake-wandb.ts";
import { itNeeds } from "../support/it-needs.ts";
import { pythonEnvironment } from "../support/python-environment.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

const root = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "weir-guide-"));
const wandbKey = `wandb-${"k".repeat(80)}`;

let weir: Weir;
let wandb: FakeWandb;

beforeAll(async () => {
  const tls = { cert: readFileSync(certificatePath), key: readFileSync(keyPath) };
  wandb = await createFakeWandb({ users: { [wandbKey]: { username: "ann" } }, tls });
  // The stand-in's certificate is trusted as one of the system's is.
  weir = await Weir.start({ environment: { NODE_EXTRA_CA_CERTS: certificatePath } });
});

afterAll(async () => {
  await weir?.stop();
  await wandb?.close();
  rmSync(directory, { recursive: true, force: true });
});

/** The shell code of the steps. */
function steps(): string[] {
  const guide = readFileSync(join(root, "docs/custom-endpoints.md"), "utf8");
  const section = guide.split("## W&B Inference, step by step")[1]!.split("\n## ")[0]!;
  return section
    .split("\n")
    .filter((line) => line.startsWith("    "))
    .map((line) => line.slice(4));
}

itNeeds("python3")(
  "the guide leads from a key of W&B to an answer",
  async () => {
    const python = await pythonEnvironment("requests", "examples/python/requests-requirements.txt");
    const name = "examples/manifests/custom-endpoint.yaml";
    const manifest = join(directory, "custom-endpoint.yaml");
    const base = "https://api.inference.wandb.ai/v1";
    const text = readFileSync(join(root, name), "utf8");
    expect(text).toContain(base);
    writeFileSync(manifest, text.replaceAll(base, `${wandb.url}/v1`));
    const [exportKey, apply, exportToken, snippet, call, usage, ...more] = steps();
    expect(more).toEqual([]);
    const run = (...lines: string[]): Promise<string> => {
      const code = lines
        .join("\n")
        .replaceAll("npx weir", `${process.execPath} ${root}/cli/weir.ts`)
        .replace(name, manifest);
      const env = {
        ...process.env,
        PATH: [python, process.env.PATH].join(delimiter),
        WEIR_URL: weir.serverUrl,
        WEIR_TOKEN: adminToken,
      };
      return new Promise((resolve, reject) => {
        execFile("sh", ["-e", "-c", code], { cwd: directory, env }, (error, out, said) =>
          error === null ? resolve(out) : reject(new Error(`${code}\n${out}${said}`)),
        );
      });
    };
    expect(exportKey).toBe("export WANDB_API_KEY=...");
    expect(await run(`export WANDB_API_KEY=${wandbKey}`, apply!)).toContain("2 created, 0 updated, 0 unchanged");
    const gateway = await waitFor("the gateway's endpoint", async () => {
      const [first] = (await weir.rest("GET", "gateways")).body.items as Json[];
      const [account] = (await weir.rest("GET", "customEndpoints")).body.items as Json[];
      return account!.status.status === "STATUS_READY" && first!.status.endpoints !== undefined && first;
    });
    // A gateway that is alone answers to any host: in a test, its own leads nowhere.
    const here = `sed -i 's#${gateway.status.endpoints[0]}#${weir.proxyUrl()}#' call.py`;
    expect(await run(exportToken!, snippet!, here, call!)).toMatch(/^hello of ann/);
    const seen = wandb.seen.at(-1)!;
    expect([seen.method, seen.path, seen.headers.authorization]).toEqual([
      "POST",
      "/v1/chat/completions",
      `Bearer ${wandbKey}`,
    ]);
    // What the library asks for by itself, and reads.
    expect(seen.headers["accept-encoding"]).toMatch(/gzip.*br/);
    await waitFor("the usage", async () => /^coreweave-model .* 1 +0 +0 +11 +7/m.test(await run(usage!)));
  },
  120_000,
);
