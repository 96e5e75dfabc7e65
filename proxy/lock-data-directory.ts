import { mkdir } from "node:fs/promises";
import { DirectoryInUseError, DirectoryLock } from "../kit/directory-lock.ts";
import { SettingsError } from "../kit/settings.ts";

/**
 * Locks the directory in which a proxy keeps its configuration and its usage: two proxies would overwrite each
 * other's files. Throws a SettingsError when another proxy has it. The lock is held until it is released, or is not
 * referenced any more.
 */
export async function lockDataDirectory(path: string): Promise<DirectoryLock> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  try {
    return DirectoryLock.take(path);
  } catch (error) {
    if (!(error instanceof DirectoryInUseError)) throw error;
    throw new SettingsError(
      `WEIR_PROXY_DATA: another proxy uses the directory ${path}: give each proxy a directory of its own`,
    );
  }
}
