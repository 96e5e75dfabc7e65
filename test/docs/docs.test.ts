// The documents say what the code does: every closed list of the code has its row, and no row is left over.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { proxyErrors } from "../../proxy/pipeline/proxy-error.ts";
import { findingReasons } from "../../server/compile/finding.ts";
import { unusableReasons } from "../../server/resource/api-key-times.ts";
import { programmedReasons } from "../../server/resource/lifecycle.ts";
import { readSourceFiles } from "../support/source-files.ts";

const root = join(import.meta.dirname, "../..");
const pages = ["README.md", "CONTRIBUTING.md", "docs", "examples", "gen", "proto/plugins", "test/README.md"].flatMap(
  (path) =>
    path.endsWith(".md")
      ? [path]
      : readdirSync(join(root, path), { recursive: true, encoding: "utf8" })
          .filter((name) => name.endsWith(".md") && !name.includes("node_modules"))
          .map((name) => `${path}/${name}`),
);

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** The rows of the tables below a heading, as cells. */
function rowsOf(path: string, heading: string): string[][] {
  const section =
    read(path)
      .split(/^## /m)
      .find((part) => part.startsWith(heading)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| ---"));
  return rows.slice(1).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** As GitHub makes an anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replaceAll(" ", "-");
}

const bare = (cell: string | undefined): string => (cell ?? "").replaceAll("`", "");

describe("docs/errors.md", () => {
  it("has a row for each refusal of the proxy, with its status", () => {
    const rows = rowsOf("docs/errors.md", "The proxy").map(([code, status]) => [
      bare(code),
      Number(bare(status).split(",")[0]),
    ]);
    expect(rows).toEqual(Object.entries(proxyErrors).map(([code, { status }]) => [code, status]));
  });

  it("has no refusal in the list that nothing uses", () => {
    const code = readSourceFiles("proxy")
      .filter(({ path }) => path !== "proxy/pipeline/proxy-error.ts")
      .map((file) => file.code)
      .join("\n");
    expect(Object.keys(proxyErrors).filter((name) => !code.includes(`"${name}"`))).toEqual([]);
  });

  it("has a row for each reason of a condition", () => {
    const rows = rowsOf("docs/errors.md", "Conditions").map((cells) => `${bare(cells[0])} ${bare(cells[1])}`);
    const reasons = [
      ...programmedReasons.map((reason) => `Programmed ${reason}`),
      ...["AsExpected", ...findingReasons].map((reason) => `Routable ${reason}`),
      ...["AsExpected", ...unusableReasons].map((reason) => `Usable ${reason}`),
      ...["AsExpected", "ExpiresSoon"].map((reason) => `ExpiresSoon ${reason}`),
      ...["AsExpected", "Alert", "Exhausted"].map((reason) => `WithinBudget ${reason}`),
      ...["AsExpected", "UnusualRate"].map((reason) => `UsageAsUsual ${reason}`),
    ];
    expect(rows.sort()).toEqual(reasons.sort());
  });

  it("has a row for each code that the server answers", () => {
    const used = new Set<string>();
    for (const { code } of readSourceFiles("server")) {
      for (const [, name] of code.matchAll(/\bCode\.([A-Z]\w+)/g)) {
        used.add(name!.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase());
      }
    }
    // What a defect would be called: answered as `internal`.
    used.delete("unknown");
    const rows = rowsOf("docs/errors.md", "The management API").map(([code]) => bare(code));
    expect(rows.sort()).toEqual([...used].sort());
  });
});

describe("docs/settings.md", () => {
  it.each([
    ["Server", "server/config.ts"],
    ["Proxy", "proxy/config.ts"],
  ])("names the settings of the %s, with their defaults", (heading, path) => {
    const rows = rowsOf("docs/settings.md", heading);
    const documented = rows.flatMap(([names]) => bare(names).split(", "));
    const code =
      read(path) + read("kit/oidc-settings.ts") + read("kit/address-policy.ts") + read("kit/iam-settings.ts");
    const inCode = [...new Set([...code.matchAll(/"(WEIR_[A-Z_]+)"/g)].map(([, name]) => name!))];
    expect(documented.sort()).toEqual(inCode.sort());
    const withDefault = code.split("read.").filter((call) => call.startsWith("withDefault("));
    expect(withDefault.length).toBeGreaterThan(4);
    for (const call of withDefault) {
      const texts = [...call.slice(0, call.search(/\),?\n/)).matchAll(/"([^"]*)"/g)].map(([, text]) => text!);
      const [name, defaultText] = [texts[0], texts.at(-1)];
      // A default that is no text in the code is told in words.
      if (texts.length < 2) continue;
      const row = rows.find(([names]) => bare(names) === name);
      expect([name, bare(row?.[1])]).toEqual([name, defaultText]);
    }
  });
});

describe("examples/observability", () => {
  it.each(["alerts.yaml", "dashboard.json"])("asks in %s for metrics that docs/operations.md names", (file) => {
    const documented = [...read("docs/operations.md").matchAll(/^\| `(weir_\w+)` \|/gm)].map(([, name]) => name!);
    const asked = read(`examples/observability/${file}`).match(/\bweir_\w+\b/g)!;
    const known = new Set(documented.flatMap((name) => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
  });

  it("has an alert for each metric of a fault that no client sees", () => {
    const alerts = read("examples/observability/alerts.yaml");
    const silent = [
      "weir_internal_errors_total",
      "weir_config_database_mismatch",
      "weir_unkept_partitions",
      "weir_unreadable_resources",
      "weir_batches_in_memory",
      "weir_batches_set_aside_total",
      "weir_usage_rows_set_aside_total",
      "weir_manifests_findings",
    ];
    expect(silent.filter((name) => !alerts.includes(name))).toEqual([]);
  });
});

describe.each([
  ["docs/traffic.md", "## The gateway document, sentence by sentence", 50],
  ["docs/keys-and-plugins.md", "## The gateway document, sentence by sentence", 25],
  ["docs/seeds.md", "# The seeds, sentence by sentence", 80],
])("%s", (page, heading, leastRows) => {
  const section = read(page).split(heading)[1]!;
  const rows = section.split("\n").filter((line) => /^\| (?!---|it says)/.test(line));

  it("names tests that there are", () => {
    const named = rows.flatMap((row) => [...row.matchAll(/\| `([^`]+)`(?:: "([^"]+)")? \|$/g)]);
    expect(named.length).toBeGreaterThan(leastRows);
    expect(rows.filter((row) => !/\| (`[^`]+`(: "[^"]+")?|-) \|$/.test(row))).toEqual([]);
    const missing = named.filter(([, path, title]) => {
      const file = join(root, "test", path!);
      return !existsSync(file) || (title !== undefined && !readFileSync(file, "utf8").includes(title));
    });
    expect(missing.map(([cell]) => cell)).toEqual([]);
  });

  it("says of what no test shows that it is not there", () => {
    const unshown = rows.filter((row) => row.endsWith("| - |"));
    expect(unshown.filter((row) => !row.includes("not there yet"))).toEqual([]);
  });
});

describe("links", () => {
  it.each(pages)("of %s lead somewhere", (page) => {
    // What looks like a link in code is a pattern.
    const text = read(page).replace(/`[^`\n]*`/g, "");
    const dead = [...text.matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)]
      .map(([, path]) => path!)
      .filter((path) => !existsSync(join(root, dirname(page), path)));
    expect(dead).toEqual([]);
    const anchors = new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!)));
    const missing = [...text.matchAll(/\]\(#([^)]*)\)/g)]
      .map(([, anchor]) => anchor!)
      .filter((each) => !anchors.has(each));
    expect(missing).toEqual([]);
  });

  it("of pages that the server shows lead to pages that it shows", () => {
    const shown = pages.filter((page) => /^docs\/(?:api\/.*|errors|compatibility)(?:\.md)?$/.test(page));
    expect(shown.length).toBeGreaterThan(10);
    const others = shown.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#:]+\.md)/g)]
        .map(([, path]) => join(dirname(page), path!))
        .filter((path) => !shown.includes(path)),
    );
    expect(others).toEqual([]);
  });

  it("name scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const named = pages.flatMap((page) => [...read(page).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
