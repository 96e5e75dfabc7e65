import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";

const root = join(import.meta.dirname, "../..");

/** Runs a command line in the repository's root and gives what it wrote; throws with all of it where it fails. */
export async function execute(
  [command = "", ...args]: readonly string[],
  environment: Record<string, string> = {},
): Promise<string> {
  try {
    const options = { cwd: root, env: { ...process.env, ...environment }, maxBuffer: 2 ** 26 };
    const { stdout } = await promisify(execFile)(command, args, options);
    return stripVTControlCharacters(stdout);
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
}
