import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "../../kit/random.ts";
import { readOrCreateSecret } from "../../kit/secret-file.ts";
import type { ServerConfig } from "../config.ts";
import { generateSecret } from "../service/token-secret.ts";
import { type MasterKey, masterKeyOf } from "../store/secret-box.ts";
import { MasterKeyFile } from "./master-key-file.ts";

interface ServerSecrets {
  readonly adminToken: string;
  readonly proxyToken: string;
  readonly masterKeys: readonly [MasterKey, ...MasterKey[]];
  /** The file that keeps the master keys; undefined when a setting gives them. */
  readonly masterKeyFile: MasterKeyFile | undefined;
}

/**
 * Reads the server's own secrets. A secret without a setting is made at the first start and kept in the data directory.
 * Throws when the database exists and its master key does not: a new key would open none of the stored secrets.
 */
export async function readServerSecrets(
  config: ServerConfig,
  databasePath: string,
  random: Random,
): Promise<ServerSecrets> {
  const { dataDirectory } = config;
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const path = (name: string) => join(dataDirectory, name);
  const file = new MasterKeyFile(path("master.key"));
  const createMasterKey = (): MasterKey => {
    if (!existsSync(databasePath)) return masterKeyOf(random.bytes(32));
    throw new Error(
      `${path("master.key")} is missing, and secrets in ${databasePath} are encrypted with it: ` +
        "restore it from a backup, or set WEIR_MASTER_KEY (with another key, stored secrets cannot be read)",
    );
  };
  return {
    adminToken:
      config.adminToken ?? (await readOrCreateSecret(path("admin-token"), () => generateSecret("accessToken", random))),
    proxyToken:
      config.proxyToken ?? (await readOrCreateSecret(path("proxy-token"), () => generateSecret("proxyToken", random))),
    masterKeys: config.masterKeys ?? (await file.read(createMasterKey)),
    masterKeyFile: config.masterKeys === undefined ? file : undefined,
  };
}
