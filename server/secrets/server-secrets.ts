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

/** Reads the server's own secrets. A secret without a setting is made at the first start and kept beside the database. */
export async function readServerSecrets(config: ServerConfig, random: Random): Promise<ServerSecrets> {
  const { dataDirectory } = config;
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const path = (name: string) => join(dataDirectory, name);
  const file = new MasterKeyFile(path("master.key"));
  return {
    adminToken:
      config.adminToken ?? (await readOrCreateSecret(path("admin-token"), () => generateSecret("accessToken", random))),
    proxyToken:
      config.proxyToken ?? (await readOrCreateSecret(path("proxy-token"), () => generateSecret("proxyToken", random))),
    masterKeys: config.masterKeys ?? (await file.read(() => masterKeyOf(random.bytes(32)))),
    masterKeyFile: config.masterKeys === undefined ? file : undefined,
  };
}
