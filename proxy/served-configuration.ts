import type { Clock } from "../kit/clock.ts";
import type { Log } from "../kit/log.ts";
import { Sequence } from "../kit/sequence.ts";
import type { Discovery } from "./discovery/discovery.ts";
import type { HeldSnapshot, PreparedDelta } from "./held-snapshot.ts";
import type { KnownOrigin } from "./known-origin.ts";
import type { LastGood } from "./last-good.ts";
import type { AppliedRejection, ConfigVersion } from "./subscribe.ts";
import type { WorkerPool } from "./worker-pool.ts";

export interface ServedConfigurationOptions {
  readonly held: HeldSnapshot;
  readonly lastGood: LastGood;
  readonly discovery: Pick<Discovery, "firstAnswers">;
  readonly workers: Pick<WorkerPool, "apply">;
  readonly clock: Clock;
  readonly log: Log;
}

/** The configuration that the proxy serves: brings it to the workers, and keeps it on disk. */
export class ServedConfiguration {
  readonly #options: ServedConfigurationOptions;
  /** One delta after the other: each is prepared with what the one before has left. */
  readonly #oneByOne = new Sequence();
  /** Partitions whose names have other addresses than the workers know. */
  readonly #moved = new Set<string>();
  #origin: KnownOrigin | undefined;
  #isServing = false;
  #appliedAtSeconds = 0;

  constructor(options: ServedConfigurationOptions) {
    this.#options = options;
    this.#origin = options.lastGood.loadOrigin();
  }

  /** The database that it is from; undefined when that is unknown, or the proxy has no configuration yet. */
  get origin(): KnownOrigin | undefined {
    return this.#origin;
  }

  /** Whether there is a configuration, however old or empty. */
  get isServing(): boolean {
    return this.#isServing;
  }

  /** When it changed last; 0 before the first time. */
  get appliedAtSeconds(): number {
    return this.#appliedAtSeconds;
  }

  /** Serves what was kept on disk, if there was anything. */
  async serveKept(kept: PreparedDelta): Promise<void> {
    if (kept.forWorkers.upserts.length === 0) return;
    const rejections = await this.#apply(() => kept);
    const { held, log } = this.#options;
    log.info({ partitions: held.size, rejections }, "serving the last good snapshot");
  }

  /** Serves and keeps a version that the server sent; resolves with what was refused. */
  async take({ upserts, removals, origin }: ConfigVersion): Promise<readonly AppliedRejection[]> {
    const { held, lastGood } = this.#options;
    const incoming = upserts.map((partition) => held.complete(partition));
    const rejections = await this.#apply(() => held.prepare(incoming, removals));
    const rejected = new Set(rejections.map(({ partitionId }) => partitionId));
    if (origin !== undefined) {
      this.#origin = origin;
      lastGood.keepOrigin(origin);
    }
    for (const id of removals) lastGood.keep(id, undefined);
    for (const { partition, bytes } of incoming) {
      if (!rejected.has(partition.id)) lastGood.keep(partition.id, bytes);
    }
    return rejections;
  }

  /** Takes up that names of these partitions have other addresses. */
  move(partitionIds: Iterable<string>): void {
    for (const id of partitionIds) this.#moved.add(id);
    this.#applyMoved().catch((error: unknown) =>
      this.#options.log.error({ err: error }, "following the addresses of names failed"),
    );
  }

  async #apply(prepare: () => PreparedDelta): Promise<readonly AppliedRejection[]> {
    const rejections = await this.#oneByOne.run(() => this.#commit(prepare()));
    await this.#options.discovery.firstAnswers();
    await this.#applyMoved();
    return rejections;
  }

  #applyMoved(): Promise<void> {
    return this.#oneByOne.run(async () => {
      if (this.#moved.size === 0) return;
      const prepared = this.#options.held.prepareAgain(this.#moved);
      this.#moved.clear();
      await this.#commit(prepared);
    });
  }

  async #commit({ forWorkers, rejections, commit }: PreparedDelta): Promise<readonly AppliedRejection[]> {
    const { workers, clock } = this.#options;
    const all = [...rejections, ...(await workers.apply(forWorkers))];
    commit(new Set(all.map(({ partitionId }) => partitionId)));
    this.#isServing = true;
    this.#appliedAtSeconds = clock.nowMs() / 1000;
    return all;
  }
}
