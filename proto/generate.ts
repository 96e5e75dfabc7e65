// Writes gen/ and docs/api from proto/. What npm brings is always there; the generators of the other languages come
// from the registries of those languages, are pinned in proto/plugins/<language>, and are installed into
// .generated/plugins once, by the first run: after that nothing here needs a network.
//
//   npm run generate                         everything
//   npm run generate -- --skip-missing       without the languages whose tools this machine has not

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

interface Language {
  readonly name: string;
  /** The commands that install and run its generators, and where they come from. */
  readonly needs: readonly string[];
  readonly get: string;
  /** The files that say which versions. */
  readonly pins: readonly string[];
  /** Installs the generators into the folder. */
  readonly install: (pins: string, into: string) => void;
}

const languages: readonly Language[] = [
  {
    name: "go",
    needs: ["go"],
    get: "Go 1.26 or later",
    pins: ["go.mod", "go.sum"],
    install: (pins, into) => run("go", ["install", "tool"], { cwd: pins, env: { ...process.env, GOBIN: into } }),
  },
  {
    name: "python",
    needs: ["python3"],
    get: "Python 3.10 or later with venv",
    pins: ["requirements.txt"],
    install: (pins, into) => {
      run("python3", ["-m", "venv", into]);
      run(join(into, "bin/python"), [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--requirement",
        join(pins, "requirements.txt"),
      ]);
    },
  },
  {
    name: "java",
    needs: ["mvn", "java"],
    get: "a JDK 11 or later and Maven",
    pins: ["pom.xml"],
    install: (pins, into) => {
      const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${into}`];
      run("mvn", ["--quiet", "--batch-mode", "--file", join(pins, "pom.xml"), ...goal]);
      for (const name of readdirSync(into)) chmodSync(join(into, name), 0o755);
    },
  },
];

const skipMissing = process.argv.includes("--skip-missing");
run(process.execPath, ["proto/collect-imports.ts"]);
// Not by buf's `clean`, which would remove the package's own files as well.
for (const folder of ["google", "grpc", "weir"]) rmSync(join(root, "gen/es", folder), { recursive: true, force: true });
buf("buf.gen.yaml");
// Written by our own plugins, which read the annotations with the code above.
for (const name of ["openapi", "reference"]) buf(`proto/plugins/${name}/buf.gen.yaml`);
for (const language of languages) {
  const missing = language.needs.filter((command) => spawnSync(command, ["--help"]).error !== undefined);
  if (missing.length === 0) {
    installOnce(language);
    buf(`proto/plugins/${language.name}/buf.gen.yaml`);
  } else if (skipMissing) {
    process.stderr.write(`gen/${language.name} is not written: there is no ${missing.join(", ")}\n`);
  } else {
    fail(
      `gen/${language.name} needs ${missing.join(", ")}, which this machine has not: install ${language.get}, or leave ` +
        "the language out: npm run generate -- --skip-missing",
    );
  }
}

function installOnce({ name, pins, install }: Language): void {
  const from = join(root, "proto/plugins", name);
  const into = join(root, ".generated/plugins", name);
  const stamp = join(into, "installed");
  const hash = createHash("sha256");
  for (const pin of pins) hash.update(readFileSync(join(from, pin)));
  const wanted = hash.digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  install(from, into);
  writeFileSync(stamp, wanted);
}

function buf(template: string): void {
  run("buf", ["generate", "--template", template]);
}

function run(command: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): void {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (status !== 0) fail(`${command} ${args.join(" ")}: ${error?.message ?? `exit code ${status}`}`);
}

function fail(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
