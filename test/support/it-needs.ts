import { spawnSync } from "node:child_process";
import { it } from "vitest";

/**
 * `it` for a test that runs programs which npm does not bring. On a machine that has one of them not, the test is shown
 * as skipped, with what is missing; with `WEIR_TEST_REQUIRE_ALL=1`, as in CI, it fails.
 */
export function itNeeds(...commands: readonly string[]): typeof it {
  const missing = commands.filter((command) => spawnSync(command, ["--help"]).error !== undefined);
  if (missing.length === 0) return it;
  if (process.env.WEIR_TEST_REQUIRE_ALL !== "1") return it.skip as typeof it;
  return ((name: string) =>
    it(name, () => {
      throw new Error(`there is no ${missing.join(", ")} on this machine`);
    })) as unknown as typeof it;
}
