// Who may import whom (docs/architecture.md). A failure says what to do instead.

import { basename, dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { readSourceFiles, type SourceFile } from "../support/source-files.ts";

const files = readSourceFiles("kit", "server", "proxy", "cli");

/** Each import of a file that a rule forbids, as a sentence. */
function violations(
  of: (file: SourceFile) => boolean,
  forbids: (from: string, names: string, typeOnly: boolean) => boolean,
  instead: string,
): string[] {
  return files
    .filter(of)
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ from, names, typeOnly }) => forbids(from, names, typeOnly))
        .map(({ from }) => `${path} imports ${from}: ${instead}`),
    );
}

const within =
  (...folders: string[]) =>
  ({ path }: SourceFile): boolean =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));

it("sees the imports at all", () => {
  const app = files.find(({ path }) => path === "proxy/app.ts");
  expect(app?.imports.map(({ from }) => from)).toContain("proxy/held-snapshot.ts");
  expect(files.length).toBeGreaterThan(120);
});

describe("imports", () => {
  it("go in no circle", () => {
    const importsOf = new Map(files.map(({ path, imports }) => [path, imports.map(({ from }) => from)]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, way: readonly string[]): void => {
      if (way.includes(path)) {
        circles.push([...way.slice(way.indexOf(path)), path].join(" -> "));
        return;
      }
      if (done.has(path)) return;
      for (const next of importsOf.get(path) ?? []) visit(next, [...way, path]);
      done.add(path);
    };
    for (const { path } of files) visit(path, []);
    expect(circles).toEqual([]);
  });

  it("keeps server and proxy apart", () => {
    const instead = "what both need to know goes over the config stream, as a message of weir.config";
    expect([
      ...violations(within("server"), (from) => from.startsWith("proxy/"), instead),
      ...violations(within("proxy"), (from) => from.startsWith("server/"), instead),
    ]).toEqual([]);
  });

  it("keeps the kit free of the code of processes and of the generated types", () => {
    const foreign = (from: string): boolean => /^(server|proxy|gen|cli|test|bench)\//.test(from);
    const instead =
      "the kit is used by server, proxy and cli alike: hand in what it needs, or move the file to its user";
    expect(violations(within("kit"), foreign, instead)).toEqual([]);
  });

  it("keeps tests and benches out of the product", () => {
    const fakeModel = "test/support/fake-model/";
    const foreign = (from: string): boolean => /^(test|bench)\//.test(from) && !from.startsWith(fakeModel);
    const instead = "the product must run without its tests";
    expect(violations(within("kit", "server", "proxy", "cli"), foreign, instead)).toEqual([]);
    expect(violations(within("kit", "server", "proxy"), (from) => from.startsWith(fakeModel), instead)).toEqual([]);
  });

  it("keeps the pure parts pure", () => {
    const pure = within(
      "server/compile",
      "server/resource",
      "proxy/table",
      "proxy/routing",
      "proxy/balance",
      "proxy/pipeline/retry.ts",
      "proxy/pipeline/hop-headers.ts",
      "proxy/pipeline/classify-failure.ts",
      "proxy/pipeline/proxy-error.ts",
    );
    const impure = /^node:(fs|http|https|http2|tls|child_process|worker_threads|dns|timers|process|os)/;
    const forbids = (from: string, names: string, typeOnly: boolean): boolean =>
      !typeOnly && (impure.test(from) || /\bsystem(Clock|Random)\b/.test(names) || from === "kit/log.ts");
    const instead =
      "a deciding function takes values and gives values: take the clock, the chance or the data as a parameter";
    expect(violations(pure, forbids, instead)).toEqual([]);
  });

  it("lets those who build the table alone know the proxy's registries", () => {
    const families = ["proxy/auth", "proxy/routing", "proxy/balance", "proxy/plugin"];
    const registries = families.map((family) => `${family}/registry.ts`);
    expect(
      violations(
        ({ path }) =>
          !["proxy/table/build-table.ts", "proxy/table/build-pool.ts", "proxy/table/build-plugins.ts"].includes(path),
        (from) => registries.includes(from),
        "a variant is built where the table is built: proxy/table/build-table.ts, build-pool.ts, build-plugins.ts",
      ),
    ).toEqual([]);
  });

  it("keeps variants from knowing each other and their registry", () => {
    for (const registry of files.filter(({ path }) => basename(path) === "registry.ts" && path.startsWith("proxy/"))) {
      const folder = dirname(registry.path);
      const variants = registry.imports
        .filter(({ from, typeOnly }) => !typeOnly && dirname(from) === folder)
        .map(({ from }) => from);
      expect(variants.length).toBeGreaterThan(1);
      expect(
        violations(
          ({ path }) => variants.includes(path),
          (from) => variants.includes(from) || from === registry.path,
          "put what two variants share into a file of its own beside them",
        ),
      ).toEqual([]);
    }
  });
});

describe("the world outside", () => {
  it("is touched by the kit, the entries and the command line alone", () => {
    const touches =
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\bprocess\.\w|\bconsole\.|\bperformance\.now\b/;
    const mayTouch = (path: string): boolean =>
      path.startsWith("kit/") || path.startsWith("cli/") || ["main.ts", "worker-main.ts"].includes(basename(path));
    const touching = files.filter(({ path, code }) => !mayTouch(path) && touches.test(code));
    expect(
      touching.map(({ path, code }) => `${path} uses ${touches.exec(code)![0]}: take a Clock, a Random or a Log`),
    ).toEqual([]);
  });
});
