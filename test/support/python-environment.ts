import { join } from "node:path";
import { execute } from "./execute.ts";

/**
 * A virtual environment of Python with what some requirement files name, made or brought up to date.
 *
 * @param files paths in the repository
 * @returns its folder of programs
 */
export async function pythonEnvironment(name: string, ...files: readonly string[]): Promise<string> {
  const folder = join(import.meta.dirname, "../../.generated/python", name);
  await execute(["python3", "-m", "venv", folder]);
  const requirements = files.flatMap((file) => ["--requirement", file]);
  await execute([join(folder, "bin/pip"), "install", "--quiet", ...requirements]);
  return join(folder, "bin");
}
