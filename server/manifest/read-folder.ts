import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ManifestFile } from "./parse-manifests.ts";

/** In the folder itself: the digests of deletions that an operator allows, one a line. */
const allowFileName = ".weir-allow-deletions";

const fileName = /\.(ya?ml|json)$/;

/** The files of a folder as `stat` describes them. */
export interface FolderListing {
  /** The paths of the manifests, relative to the folder, in the order of their names. */
  readonly names: readonly string[];
  /** Changes whenever a file is written, replaced, added or removed. */
  readonly signature: string;
  /** When a file or folder was last changed, by the clock of the file system. */
  readonly changedAtMs: number;
}

export interface FolderContent {
  readonly files: readonly ManifestFile[];
  /** Of the names and bytes of all files. */
  readonly hash: string;
  /** The digests in the file of allowed deletions; empty when there is no such file. */
  readonly allowed: ReadonlySet<string>;
}

/**
 * Lists the manifests of a folder and its subfolders. Hidden files are left out, links are followed. Throws when anything
 * in it can't be examined, a dangling link included, because a file that can't be seen is not a file that is gone.
 */
export async function listFolder(folder: string): Promise<FolderListing> {
  const names: string[] = [];
  const signature: string[] = [];
  let changedAtMs = 0;
  const noteTime = ({ ctimeNs }: BigIntStats): void => {
    changedAtMs = Math.max(changedAtMs, Number(ctimeNs / 1_000_000n));
  };
  const noteFile = (name: string, stats: BigIntStats): void => {
    const { dev, ino, size, mtimeNs, ctimeNs } = stats;
    signature.push(`${JSON.stringify(name)} ${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`);
    noteTime(stats);
  };
  const visit = async (path: string, name: string, parents: readonly string[]): Promise<void> => {
    const stats = await stat(path, { bigint: true });
    if (stats.isDirectory()) {
      const identity = `${stats.dev} ${stats.ino}`;
      if (parents.includes(identity)) throw new Error(`${path} leads back to a folder that contains it`);
      // Not in the signature: other files that come and go in a folder would keep it from ever being still.
      noteTime(stats);
      for (const entry of (await readdir(path)).sort()) {
        const isAllowFile = name === "" && entry === allowFileName;
        if (entry.startsWith(".") && !isAllowFile) continue;
        await visit(join(path, entry), name === "" ? entry : `${name}/${entry}`, [...parents, identity]);
      }
    } else if (name === allowFileName || fileName.test(name)) {
      // Reading a named pipe would wait for a writer.
      if (!stats.isFile()) throw new Error(`${path} is neither a file nor a folder`);
      noteFile(name, stats);
      if (name !== allowFileName) names.push(name);
    }
  };
  if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is not a folder`);
  await visit(folder, "", []);
  return { names, signature: signature.join("\n"), changedAtMs };
}

/** Reads the files of a listing. Throws when one can't be read, or is not UTF-8. */
export async function readFolder(folder: string, { names }: FolderListing): Promise<FolderContent> {
  const hash = createHash("sha256");
  const files: ManifestFile[] = [];
  for (const name of names) {
    const bytes = await readFile(join(folder, name));
    // The lengths keep two different folders from having the same bytes in a row.
    hash.update(`${JSON.stringify(name)} ${bytes.length}\n`).update(bytes);
    files.push({ name, content: decodeText(name, bytes) });
  }
  return { files, hash: hash.digest("hex"), allowed: await readAllowed(folder) };
}

function decodeText(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error(`${name} is not UTF-8`, { cause: error });
  }
}

async function readAllowed(folder: string): Promise<ReadonlySet<string>> {
  try {
    const text = await readFile(join(folder, allowFileName), "utf8");
    return new Set(text.split(/\s+/).filter((word) => word !== ""));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Set();
    throw error;
  }
}
