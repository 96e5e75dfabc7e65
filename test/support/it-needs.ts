import { spawnSync } from "node:child_process";
import { it } from "vitest";

/**
 * `it` for a test that runs programs which npm does not bring: skipped, and shown as skipped, on a machine that lacks one
 * of them. With `WEIR_TEST_REQUIRE_ALL=1`, as in CI, it runs all the same, and fails for want of the program.
 */
export function itNeeds(...programs: readonly string[]): typeof it {
  const isComplete = programs.every((program) => spawnSync(program, ["--help"]).error === undefined);
  return isComplete || process.env.WEIR_TEST_REQUIRE_ALL === "1" ? it : (it.skip as typeof it);
}
