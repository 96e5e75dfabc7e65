import { open, readFile } from "node:fs/promises";

/**
 * Reads a secret from a file, which is made with `create` and mode 0600 when it is not there. The file is on disk before
 * the secret is used.
 */
export async function readOrCreateSecret(path: string, create: () => string): Promise<string> {
  try {
    const text = (await readFile(path, "utf8")).trim();
    if (text === "") throw new Error(`${path} is empty: remove it to have a new secret made`);
    return text;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const secret = create();
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(`${secret}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return secret;
}
