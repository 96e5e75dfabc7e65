import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import { replaceFile } from "../../kit/replace-file.ts";
import { bootstrapOrganizationId } from "../resource/access-token-rules.ts";
import { ApiError } from "../resource/api-error.ts";
import type { Caller } from "../resource/principal.ts";
import type { ManifestApplier } from "./manifest-applier.ts";
import { type ManifestCruds, type ManifestKind, manifestKinds } from "./manifest-kinds.ts";
import type { ManifestFile } from "./parse-manifests.ts";

const lookEveryMs = 1_000;
/** What could not be done may be possible when proxies have forgotten what is being deleted. */
const tryAgainMs = 5_000;
const fileName = /\.(ya?ml|json)$/;

export interface ManifestFolderOptions {
  readonly path: string;
  /** The file that says what the folder has declared. */
  readonly statePath: string;
  readonly applier: ManifestApplier;
  readonly cruds: ManifestCruds;
  /** What stands for `${NAME}`. */
  readonly variables: ReadonlyMap<string, string>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** A resource that the folder declares, or has declared and that is not deleted yet. */
interface Owned {
  readonly kind: ManifestKind;
  readonly id: string;
}

/**
 * Keeps what is declared as a folder of manifests has it: a change of its files is applied as soon as it is seen, and what
 * they declared and no longer do is deleted. A mistake in one of them changes nothing.
 */
export class ManifestFolder {
  readonly #options: ManifestFolderOptions;
  /** Of the files that were applied last. */
  #signature = "";
  #againAtMs = Number.POSITIVE_INFINITY;
  #told = "";
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: ManifestFolderOptions) {
    this.#options = options;
  }

  /** Applies the folder as it is now, and follows it from then on. Throws when it can't be read. */
  async start(): Promise<void> {
    await readdir(this.#options.path);
    await this.#look();
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = undefined;
      });
    }, lookEveryMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { clock, path } = this.#options;
    try {
      const paths = await manifestsIn(path);
      const signature = await signatureOf(paths);
      if (signature === this.#signature && clock.monotonicMs() < this.#againAtMs) return;
      this.#signature = signature;
      this.#againAtMs = Number.POSITIVE_INFINITY;
      // More likely a folder that was not mounted than the wish to lose everything.
      if (paths.length === 0) this.#tell("warn", `${path} has no manifests: nothing is changed`);
      else await this.#apply(await Promise.all(paths.map((each) => readManifest(path, each))));
    } catch (error) {
      this.#againAtMs = clock.monotonicMs() + tryAgainMs;
      if (error instanceof ApiError) this.#tell("error", `the manifests can't be applied: ${error.message}`);
      else this.#tell("error", `the manifests can't be read: ${error instanceof Error ? error.message : error}`);
    }
  }

  async #apply(files: readonly ManifestFile[]): Promise<void> {
    const { applier, variables, random, log } = this.#options;
    const caller = callerNamed(random.uuid());
    const before = await this.#readState();
    const applied = await applier.apply({ files, variables, dryRun: false }, caller);
    const present = applied.map(({ kind, id }) => ({ kind, id }));
    const gone = before.filter(({ kind, id }) => !present.some((each) => each.kind === kind && each.id === id));
    // Noted before it is deleted: what a stop comes between is deleted by the next start.
    await this.#writeState([...present, ...gone]);
    const refused = await this.#delete(gone, caller);
    if (gone.length > 0) await this.#writeState([...present, ...refused.map(({ resource }) => resource)]);
    const count = (action: string): number => applied.filter((each) => each.action === action).length;
    const counts = {
      created: count("created"),
      updated: count("updated"),
      unchanged: count("unchanged"),
      deleted: gone.length - refused.length,
    };
    log.info(counts, "the manifests are applied");
    this.#told = "";
    if (refused.length === 0) return;
    this.#againAtMs = this.#options.clock.monotonicMs() + tryAgainMs;
    this.#tell("warn", `not deleted yet: ${refused.map(({ reason }) => reason).join("; ")}`);
  }

  /** Those that refer to others first. Gives what can't be deleted now. */
  async #delete(gone: readonly Owned[], caller: Caller): Promise<{ resource: Owned; reason: string }[]> {
    const refused: { resource: Owned; reason: string }[] = [];
    for (const kind of manifestKinds.toReversed()) {
      for (const resource of gone) {
        if (resource.kind !== kind) continue;
        try {
          await this.#options.cruds[kind].delete({ id: resource.id, etag: "" }, caller);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (error.kind.code !== "not_found") refused.push({ resource, reason: error.message });
        }
      }
    }
    return refused;
  }

  /** Each thing once, not every time that it is tried. */
  #tell(level: "warn" | "error", message: string): void {
    if (message !== this.#told) this.#options.log[level](message);
    this.#told = message;
  }

  async #readState(): Promise<Owned[]> {
    const { statePath } = this.#options;
    try {
      return JSON.parse(await readFile(statePath, "utf8")).owned;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw new Error(`${statePath} can't be read: remove it to forget what is to be deleted`, { cause: error });
    }
  }

  #writeState(owned: readonly Owned[]): Promise<void> {
    return replaceFile(this.#options.statePath, `${JSON.stringify({ owned })}\n`);
  }
}

function callerNamed(requestId: string): Caller {
  return {
    subject: "manifests",
    organizationId: bootstrapOrganizationId,
    teams: [],
    role: "admin",
    bootstrap: false,
    requestId,
  };
}

/** The manifests of a folder and those in it, in the order of their names. What is hidden is left out. */
async function manifestsIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (name.startsWith(".")) continue;
    const path = join(folder, name);
    // Follows links: so a Kubernetes config map has its files.
    if ((await stat(path)).isDirectory()) found.push(...(await manifestsIn(path)));
    else if (fileName.test(name)) found.push(path);
  }
  return found;
}

async function signatureOf(paths: readonly string[]): Promise<string> {
  const each = await Promise.all(
    paths.map(async (path) => {
      const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
      return `${path} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
    }),
  );
  // Never that of no look at all.
  return `${each.join("\n")}\n`;
}

async function readManifest(folder: string, path: string): Promise<ManifestFile> {
  return { name: path.slice(folder.length).replace(/^\/+/, ""), content: await readFile(path, "utf8") };
}
