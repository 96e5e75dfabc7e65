import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes a file of mode 0600. It is on disk when this resolves: what was there before, or all of this, whatever happens on the way. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const next = `${path}.next`;
  const file = await open(next, "w", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
