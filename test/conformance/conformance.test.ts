import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { execute } from "../support/execute.ts";
import { itNeeds } from "../support/it-needs.ts";

const root = join(import.meta.dirname, "../..");

itNeeds("go")(
  "the server stack passes Connect's conformance suite, as test/README.md says",
  async () => {
    const report = await execute(["npm", "run", "--silent", "conformance"]);
    const [, passed] = /^(\d+) passed, 0 failed$/m.exec(report) ?? [];
    expect(Number(passed)).toBeGreaterThan(3_000);
    const readme = readFileSync(join(root, "test/README.md"), "utf8");
    expect(readme).toContain(`${Number(passed).toLocaleString("en")} cases`);
  },
  // The first time, Go fetches and compiles the suite.
  600_000,
);
