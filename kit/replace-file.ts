import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes a file of mode 0600. It is on disk when this resolves: what was there before, or all of this, whatever happens on the way. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await placeFile(path, content);
  await flushFolder(dirname(path));
}

/** As `replaceFile`, but until the folder is flushed a power failure may bring back what was there before. */
export async function placeFile(path: string, content: string | Uint8Array): Promise<void> {
  const next = `${path}.next`;
  const file = await open(next, "w", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
}

/** Brings to disk which files a folder has, and under which names. */
export async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
