import { readFile } from "node:fs/promises";
import { replaceFile } from "../../kit/replace-file.ts";
import { type MasterKey, masterKeyOf } from "../store/secret-box.ts";

/** The master keys beside the database, one a line in base64, mode 0600: the first seals, the others are on their way out. */
export class MasterKeyFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The keys. A file that does not exist is made with the key that `create` gives, which may throw instead. */
  async read(create: () => MasterKey): Promise<readonly [MasterKey, ...MasterKey[]]> {
    const text = await readFile(this.#path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text === undefined) {
      const keys = [create()] as const;
      await this.write(keys);
      return keys;
    }
    const [first, ...others] = text.split("\n").filter((line) => line.trim() !== "");
    if (first === undefined) throw new Error(`${this.#path} is empty: what was sealed with its key can't be opened`);
    const parse = (line: string): MasterKey => masterKeyOf(Buffer.from(line.trim(), "base64"));
    return [parse(first), ...others.map(parse)];
  }

  /** They are on disk when this resolves, as all of them were or all of them are. */
  async write(keys: readonly MasterKey[]): Promise<void> {
    const lines = keys.map(({ bytes }) => `${Buffer.from(bytes).toString("base64")}\n`);
    await replaceFile(this.#path, lines.join(""));
  }
}
