import { mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { replaceFile } from "../../kit/replace-file.ts";
import { Failure } from "./failure.ts";

/** A server to talk to, under a name. */
export interface Context {
  readonly url: string;
  /** Undefined: none is kept. */
  readonly token?: string;
  /** The admin port of a proxy, for `weir tail`. */
  readonly adminUrl?: string;
  /** The token of that admin port; undefined when the context has none. */
  readonly adminToken?: string;
}

export interface Contexts {
  /** The one that is used where none is named. */
  current: string | undefined;
  readonly contexts: Record<string, Context>;
}

/** Where contexts are kept. */
export function contextsPath(): string {
  const { WEIR_CONFIG, XDG_CONFIG_HOME } = process.env;
  return WEIR_CONFIG ?? join(XDG_CONFIG_HOME ?? join(homedir(), ".config"), "weir", "contexts.json");
}

export function readContexts(): Contexts {
  let text: string;
  try {
    text = readFileSync(contextsPath(), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { current: undefined, contexts: {} };
    throw new Failure(`${contextsPath()} can't be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(`${contextsPath()} is no JSON: ${(error as Error).message}`);
  }
}

/** Readable by its owner alone: it holds tokens. */
export async function writeContexts(contexts: Contexts): Promise<void> {
  const path = contextsPath();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  await replaceFile(path, `${JSON.stringify(contexts, null, 2)}\n`);
}
