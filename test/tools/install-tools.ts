import { join } from "node:path";
import { execute } from "../support/execute.ts";

const into = join(import.meta.dirname, "../../.generated/tools");
let installed: Promise<string> | undefined;

/** Builds the Go programs that tests run, as go.mod pins them. Gives the folder where they are. */
export function installTools(): Promise<string> {
  installed ??= execute(["go", "-C", "test/tools", "install", "tool"], { GOBIN: into }).then(() => into);
  return installed;
}
