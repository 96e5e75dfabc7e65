import { readFile } from "node:fs/promises";
import { replaceFile } from "../../kit/replace-file.ts";
import type { OwnedResource } from "./plan-deletions.ts";

/** The state of the folder of manifests, which survives restarts. */
export interface FolderState {
  readonly owned: readonly OwnedResource[];
  /** Of the files that were applied last; empty when none were. */
  readonly appliedHash: string;
}

/** The file that keeps a FolderState. */
export class FolderStateFile {
  readonly #path: string;
  #written = "";

  constructor(path: string) {
    this.#path = path;
  }

  /** Throws when the file exists and can't be read: it alone says which resources the folder owns. */
  async read(): Promise<FolderState> {
    try {
      const { owned, appliedHash = "" } = JSON.parse(await readFile(this.#path, "utf8"));
      const complete = (owned as Partial<OwnedResource>[]).map(
        (each) => ({ name: "", file: "", ...each }) as OwnedResource,
      );
      return { owned: complete, appliedHash };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return { owned: [], appliedHash: "" };
      const advice = "remove it to go on; the folder then no longer deletes what it declared before";
      throw new Error(`${this.#path} can't be read: ${advice}`, { cause: error });
    }
  }

  async write(state: FolderState): Promise<void> {
    const text = `${JSON.stringify(state)}\n`;
    if (text === this.#written) return;
    await replaceFile(this.#path, text);
    this.#written = text;
  }
}
