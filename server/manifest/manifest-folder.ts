import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import { bootstrapOrganizationId } from "../resource/access-token-rules.ts";
import { ApiError } from "../resource/api-error.ts";
import type { Caller } from "../resource/principal.ts";
import type { Store } from "../store/store.ts";
import { FolderStateFile } from "./folder-state.ts";
import type { Applied, ManifestApplier } from "./manifest-applier.ts";
import { type ManifestCruds, manifestKinds } from "./manifest-kinds.ts";
import { keyOf, listNames, type OwnedResource, planDeletions } from "./plan-deletions.ts";
import { type FolderContent, listFolder, readFolder } from "./read-folder.ts";

const lookEveryMs = 1_000;
/** A folder that has not changed for this long is applied: editors, git and config maps are done within it. */
const stillMs = 3_000;
/** Deletions can't be undone, so they wait longer. */
const stillForDeletionMs = 10_000;
/** A change that was refused may be possible when proxies have removed what is being deleted. */
const tryAgainMs = 5_000;
/** So many looks the server waits for the folder before it opens its port: enough for a folder that was just written. */
const looksAtStart = 6;

export interface ManifestFolderOptions {
  readonly path: string;
  /** The file that remembers what the folder has declared. */
  readonly statePath: string;
  readonly applier: ManifestApplier;
  readonly cruds: ManifestCruds;
  readonly store: Pick<Store, "onCommit" | "get">;
  /** The values of `${NAME}`. */
  readonly variables: ReadonlyMap<string, string>;
  /** The largest share of its resources that the folder deletes at once, from 0 to 1. */
  readonly maxDeleteShare: number;
  /** Whether changes that others make to declared resources are undone, or only reported. */
  readonly drift: "heal" | "show";
  readonly driftIntervalMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The folder's metrics. */
export interface ManifestFolderFacts {
  /** When the whole folder was last applied, or found applied; undefined before that. */
  readonly appliedAtMs: number | undefined;
  /** Problems by which a part of the folder, or all of it, is not in effect. */
  readonly findings: number;
  readonly refusedDeletions: number;
  /** Resources that others have changed or deleted; always 0 when drift is healed. */
  readonly drifted: number;
}

interface Finding {
  readonly message: string;
  readonly count: number;
}
/** Each holds one finding at most. */
type Topic = "folder" | "apply" | "silent files" | "refused deletion" | "blocked deletion" | "drift";

/**
 * Makes the server's resources what a folder of manifests declares, and keeps them so. It acts only on a folder that
 * has been still for some time and reads the same twice, so a write in progress has no effect. Resources that the
 * folder no longer declares are deleted (see planDeletions). A mistake in one file, or a file that can't be read,
 * changes nothing.
 */
export class ManifestFolder {
  readonly #options: ManifestFolderOptions;
  readonly #state: FolderStateFile;
  readonly #stopListening: () => void;
  readonly #findings = new Map<Topic, Finding>();
  /** The folder as it was when it last changed; undefined before the first look and while it can't be read. */
  #seen: { readonly signature: string; readonly hash: string; readonly sinceMs: number } | undefined;
  /** The documents that the present state of the folder declares; undefined until it was applied. */
  #present: readonly OwnedResource[] | undefined;
  /** The deletions that the last look found, as text: they are carried out when the next look finds the same. */
  #planned = "";
  /** Until then a folder without a change is left alone. */
  #nextMs = 0;
  /** When it is next compared with what the folder declares. */
  #driftDueMs = 0;
  /** The keys of the resources that the folder declares. */
  #declared: ReadonlySet<string> = new Set();
  /** Set by commits that change one of them, its own included; without one the comparison costs nothing. */
  #mayHaveDrifted = true;
  #appliedAtMs: number | undefined;
  #hasDecided = false;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: ManifestFolderOptions) {
    this.#options = options;
    this.#state = new FolderStateFile(options.statePath);
    this.#stopListening = options.store.onCommit((changes) => {
      if (changes.some((each) => !each.statusOnly && this.#declared.has(keyOf(each)))) this.#mayHaveDrifted = true;
    });
  }

  get facts(): ManifestFolderFacts {
    const count = (topic: Topic): number => this.#findings.get(topic)?.count ?? 0;
    return {
      appliedAtMs: this.#appliedAtMs,
      findings: [...this.#findings.values()].reduce((sum, finding) => sum + finding.count, 0),
      refusedDeletions: count("refused deletion"),
      drifted: count("drift"),
    };
  }

  /** Follows the folder. Resolves once it is applied, or can't be: the server then opens its port. */
  async start(): Promise<void> {
    await this.look();
    for (let looks = 1; looks < looksAtStart && !this.#hasDecided; looks++) {
      await sleep(lookEveryMs);
      await this.look();
    }
    this.#timer = setInterval(() => {
      this.#looking ??= this.look().finally(() => {
        this.#looking = undefined;
      });
    }, lookEveryMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopListening();
    await this.#looking;
  }

  /** Examines the folder once, and acts on it if it is time to. Never throws. */
  async look(): Promise<void> {
    const { path, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    let content: FolderContent;
    try {
      const listing = await listFolder(path);
      const { signature, changedAtMs } = listing;
      if (signature === this.#seen?.signature && nowMs < this.#nextMs) return;
      content = await readFolder(path, listing);
      const { hash } = content;
      if (signature !== this.#seen?.signature || hash !== this.#seen.hash) {
        // At the start only the file system knows that the folder was still before. A time ahead of the clock counts as
        // now.
        const passedMs = this.#hasDecided ? 0 : Math.min(stillMs, Math.max(0, clock.nowMs() - changedAtMs));
        this.#seen = { signature, hash, sinceMs: nowMs - passedMs };
        this.#present = undefined;
        this.#planned = "";
        this.#nextMs = this.#seen.sinceMs + stillMs;
        if (nowMs < this.#nextMs) return;
      }
      if ((await listFolder(path)).signature !== signature) return;
    } catch (error) {
      // The first failure is often a file that is being replaced: it is reported when the next look fails too.
      if (this.#seen === undefined) {
        this.#find("folder", "error", `the folder of manifests can't be read, nothing is changed: ${messageOf(error)}`);
      }
      this.#seen = undefined;
      this.#hasDecided = true;
      return;
    }
    this.#clear("folder");
    try {
      await this.#act(content, nowMs);
    } catch (error) {
      this.#mayHaveDrifted = true;
      this.#nextMs = nowMs + tryAgainMs;
      this.#find("apply", "error", `the manifests can't be applied, nothing is changed: ${messageOf(error)}`);
    }
    this.#hasDecided = true;
  }

  async #act(content: FolderContent, nowMs: number): Promise<void> {
    const { driftIntervalMs, clock, drift, path } = this.#options;
    const state = await this.#state.read();
    const isNew = this.#present === undefined;
    const isDue = nowMs >= this.#driftDueMs && (this.#mayHaveDrifted || this.#findings.has("drift"));
    if (isNew || isDue) {
      this.#mayHaveDrifted = false;
      const onlyCompare = drift === "show" && state.appliedHash === content.hash;
      const applied = await this.#apply(content, onlyCompare, isNew);
      this.#clear("apply");
      if (applied.length === 0) this.#find("silent files", "warn", `${path} declares nothing: nothing is changed`);
      else {
        this.#appliedAtMs = clock.nowMs();
        this.#present = onlyCompare ? presentOf(applied, state.owned) : applied.map(ownedOf);
        this.#declared = new Set(this.#present.map(keyOf));
      }
    }
    if (nowMs >= this.#driftDueMs || isNew) this.#driftDueMs = nowMs + driftIntervalMs;
    this.#nextMs = this.#driftDueMs;
    if (this.#present === undefined) return;
    await this.#delete(content, this.#present, await this.#existing(state.owned), nowMs);
  }

  /** @param onlyCompare finds the resources that others have changed, and does not restore them */
  async #apply(content: FolderContent, onlyCompare: boolean, isNew: boolean): Promise<readonly Applied[]> {
    const { applier, variables, random, log } = this.#options;
    const { files } = content;
    const applied = await applier.apply({ files, variables, dryRun: onlyCompare }, callerNamed(random.uuid()));
    const changed = applied.filter(({ action }) => action !== "unchanged");
    if (onlyCompare && changed.length > 0) {
      const message = `resources of the folder were changed by others, and are left so: ${changed.map(describe).join(", ")}`;
      this.#find("drift", "warn", message, changed.length);
      return applied;
    }
    this.#clear("drift");
    if (onlyCompare) return applied;
    const count = (action: string): number => applied.filter((each) => each.action === action).length;
    const counts = { created: count("created"), updated: count("updated"), unchanged: count("unchanged") };
    if (isNew) log.info(counts, "the manifests are applied");
    else if (changed.length > 0) {
      log.warn(
        counts,
        `resources of the folder were changed by others, and are restored: ${changed.map(describe).join(", ")}`,
      );
    }
    return applied;
  }

  /** Those that are still stored: others may have deleted some, and a restored database may never have had them. */
  async #existing(owned: readonly OwnedResource[]): Promise<OwnedResource[]> {
    const { store } = this.#options;
    const found = await Promise.all(owned.map(({ kind, id }) => store.get(kind, id)));
    return owned.filter((_, index) => found[index] !== undefined);
  }

  /** Deletes the resources that the folder no longer declares, as soon as it may. */
  async #delete(
    content: FolderContent,
    present: readonly OwnedResource[],
    owned: readonly OwnedResource[],
    nowMs: number,
  ): Promise<void> {
    const { maxDeleteShare, log, random } = this.#options;
    const fileNames = content.files.map(({ name }) => name);
    const { allowed, hash: appliedHash } = content;
    const plan = planDeletions({ owned, present, fileNames, maxShare: maxDeleteShare, allowed });
    const { kept, deleted, refusal } = plan;
    // Noted before anything is deleted: a server that stops in between goes on after its next start.
    await this.#state.write({ owned: [...present, ...kept, ...deleted], appliedHash });
    if (kept.length === 0) this.#clear("silent files");
    else {
      const message = `files that declare nothing delete nothing; remove a file to delete what it declared: ${listNames(kept)}`;
      this.#find("silent files", "warn", message, kept.length);
    }
    if (refusal === undefined) this.#clear("refused deletion");
    else this.#find("refused deletion", "error", refusal, deleted.length);
    const planned = refusal === undefined ? JSON.stringify(deleted.map(({ id }) => id)) : "[]";
    if (planned === "[]") {
      this.#planned = "";
      this.#clear("blocked deletion");
      return;
    }
    const mayDelete = planned === this.#planned && nowMs >= this.#seen!.sinceMs + stillForDeletionMs;
    this.#planned = planned;
    this.#nextMs = nowMs + lookEveryMs;
    if (!mayDelete) return;
    const blocked = await this.#deleteAll(deleted, callerNamed(random.uuid()));
    const left = blocked.map(({ resource }) => resource);
    await this.#state.write({ owned: [...present, ...kept, ...left], appliedHash });
    const gone = deleted.filter((resource) => !left.includes(resource));
    if (gone.length > 0)
      log.info({ deleted: gone.length }, `deleted, because the folder no longer has it: ${listNames(gone)}`);
    this.#planned = left.length === 0 ? "" : JSON.stringify(left.map(({ id }) => id));
    this.#nextMs = left.length === 0 ? this.#driftDueMs : Math.min(this.#driftDueMs, nowMs + tryAgainMs);
    if (left.length === 0) this.#clear("blocked deletion");
    else {
      const reasons = blocked.map(({ reason }) => reason).join("; ");
      this.#find("blocked deletion", "warn", `not deleted yet: ${reasons}`, left.length);
    }
  }

  /** Deletes resources that refer to others first. Returns those that can't be deleted now. */
  async #deleteAll(
    resources: readonly OwnedResource[],
    caller: Caller,
  ): Promise<{ resource: OwnedResource; reason: string }[]> {
    const blocked: { resource: OwnedResource; reason: string }[] = [];
    for (const kind of manifestKinds.toReversed()) {
      for (const resource of resources) {
        if (resource.kind !== kind) continue;
        try {
          await this.#options.cruds[kind].delete({ id: resource.id, etag: "" }, caller);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (error.kind.code !== "not_found") blocked.push({ resource, reason: error.message });
        }
      }
    }
    return blocked;
  }

  /** Logs a problem when it is new, and counts it until it is cleared. */
  #find(topic: Topic, level: "warn" | "error", message: string, count = 1): void {
    if (this.#findings.get(topic)?.message !== message) this.#options.log[level](message);
    this.#findings.set(topic, { message, count });
  }

  #clear(topic: Topic): void {
    this.#findings.delete(topic);
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

function ownedOf({ kind, id, name, document }: Applied): OwnedResource {
  return { kind, id, name, file: document.file };
}

/** The resources that the folder owns when nothing was applied: one that others have deleted keeps its id. */
function presentOf(applied: readonly Applied[], owned: readonly OwnedResource[]): OwnedResource[] {
  return applied.flatMap((each) => {
    if (each.action !== "created") return ownedOf(each);
    return owned.find(({ kind, name }) => kind === each.kind && name === each.name) ?? [];
  });
}

function describe({ kind, name, action, changes }: Applied): string {
  const what = action === "created" ? "deleted" : changes.map(({ path }) => path).join(" ");
  return `${kind} ${JSON.stringify(name)} (${what})`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
