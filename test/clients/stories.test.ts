// The example programs, each in its own language, installed and run as examples/README.md says.

import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { itNeeds } from "../support/it-needs.ts";
import { adminToken, Weir } from "../support/weir.ts";

const root = join(import.meta.dirname, "../..");
const venv = join(root, ".generated/clients/python");
/** The first time, package managers fetch what the languages need. */
const installMs = 600_000;

interface Story {
  readonly client: string;
  /** Commands that must be there. */
  readonly needs: readonly string[];
  /** Command lines, run in the repository's root. */
  readonly prepare: readonly (readonly string[])[];
  readonly run: readonly string[];
}

const goStory = (client: string, command: string): Story => ({
  client,
  needs: ["go"],
  prepare: [["go", "-C", "examples/go", "vet", "./..."]],
  run: ["go", "-C", "examples/go", "run", `./${command}`],
});

const stories: readonly Story[] = [
  {
    client: "TypeScript, by Connect",
    needs: ["npm"],
    prepare: [
      ["npm", "--prefix", "examples/typescript", "ci"],
      ["npx", "tsc", "--project", "examples/typescript"],
    ],
    run: [process.execPath, "examples/typescript/story.ts"],
  },
  goStory("Go, by grpc-go", "grpc"),
  goStory("Go, by connect-go", "connect"),
  {
    client: "Python, by grpcio",
    needs: ["python3"],
    prepare: [
      ["python3", "-m", "venv", venv],
      [join(venv, "bin/pip"), "install", "--quiet", "--requirement", "examples/python/requirements.txt"],
      [join(venv, "bin/pip"), "install", "--quiet", "--requirement", "test/clients/requirements.txt"],
      [join(venv, "bin/mypy"), "--strict", "examples/python/story.py"],
    ],
    run: [join(venv, "bin/python"), "examples/python/story.py"],
  },
  {
    client: "Java, by grpc-java",
    needs: ["mvn", "java"],
    prepare: [
      ["mvn", "--quiet", "--batch-mode", "--file", "gen/java", "install"],
      ["mvn", "--quiet", "--batch-mode", "--file", "examples/java", "compile"],
    ],
    run: ["mvn", "--quiet", "--batch-mode", "--file", "examples/java", "exec:java"],
  },
  { client: "a shell, by curl and jq", needs: ["bash", "curl", "jq"], prepare: [], run: ["examples/curl/story.sh"] },
];

let weir: Weir;
let model: FakeModel;

beforeAll(async () => {
  mkdirSync(join(root, ".generated/clients"), { recursive: true });
  weir = await Weir.start();
  model = await createFakeModel({ name: "story", tokens: 3 });
});

afterAll(async () => {
  await weir.stop();
  await model.close();
});

// One after the other: a proxy's address stands for its only gateway.
describe("a gateway's life, told in", () => {
  for (const { client, needs, prepare, run } of stories) {
    itNeeds(...needs)(
      client,
      async () => {
        for (const command of prepare) await execute(command);
        const lines = (await execute(run)).trimEnd().split("\n");
        expect(lines).toEqual([
          expect.stringMatching(/^created [0-9a-f-]{36}$/),
          expect.stringMatching(/^STATUS_READY at http:\/\/story-[0-9a-f]{8}\.localhost/),
          "answer: story 1 2",
          "renamed to story-renamed",
          "mistake in name: must be at least 1 characters",
          "deleted",
        ]);
        expect((await weir.rest("GET", "gateways")).body).toEqual({});
      },
      installMs,
    );
  }
});

async function execute([command = "", ...args]: readonly string[]): Promise<string> {
  const environment = {
    WEIR_URL: weir.serverUrl,
    WEIR_TOKEN: adminToken,
    WEIR_PROXY: weir.proxyUrl(),
    WEIR_UPSTREAM: model.url,
  };
  const options = { cwd: root, env: { ...process.env, ...environment } };
  try {
    const { stdout } = await promisify(execFile)(command, args, options);
    return stripVTControlCharacters(stdout);
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
  }
}
