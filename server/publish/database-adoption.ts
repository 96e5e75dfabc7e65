import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import type { Caller } from "../resource/principal.ts";
import type { Store } from "../store/store.ts";
import type { ProxySession } from "./proxy-session.ts";
import type { ProxySessions } from "./proxy-sessions.ts";
import { originFromMessage } from "./relate-proxy.ts";

export interface DatabaseAdoptionOptions {
  readonly store: Store;
  readonly sessions: ProxySessions;
  readonly clock: Clock;
  readonly log: Log;
}

/** An operator's word that the database replaces the one that refusing proxies know. */
export class DatabaseAdoption {
  readonly #options: DatabaseAdoptionOptions;
  readonly #proxies = new Set<string>();

  constructor(options: DatabaseAdoptionOptions) {
    this.#options = options;
  }

  /** The proxies that were adopted without a known origin. They connect again at once, so memory is enough. */
  get proxies(): ReadonlySet<string> {
    return this.#proxies;
  }

  refusing(): ProxySession[] {
    return this.#options.sessions.refusing();
  }

  /** Stores what is replaced, with an entry of the audit log, then has the refusing proxies connect again. */
  async adopt({ organizationId, subject, requestId }: Caller): Promise<ProxySession[]> {
    const { store, sessions, clock, log } = this.#options;
    const refusing = this.refusing();
    const atMs = clock.nowMs();
    const { databaseId } = await store.origin();
    await store.write(async (writer) => {
      for (const { hello } of refusing) {
        if (hello.origin !== undefined) await writer.markReplaced(originFromMessage(hello.origin), atMs);
      }
      const entry = { atMs, organizationId, subject, requestId, action: "adopt", before: undefined, after: undefined };
      await writer.audit({ ...entry, kind: "database", resourceId: databaseId });
    });
    for (const { hello } of refusing) if (hello.origin === undefined) this.#proxies.add(hello.proxyId);
    log.warn({ databaseId, subject, proxies: refusing.map(({ proxyId }) => proxyId) }, "the database was adopted");
    sessions.disconnect(refusing, "the database was adopted: connect again");
    return refusing;
  }
}
