import type { ZoneView } from "../resource/lifecycle.ts";
import type { ProxySession } from "./proxy-session.ts";

/** Ends a session's connection. */
type EndSession = (reason: string) => void;

/** The proxies that are connected now. */
export class ProxySessions {
  /** With each session how to end its connection. */
  readonly #byZone = new Map<string, Map<ProxySession, EndSession>>();
  readonly #onZoneChange: (zone: string) => void;

  /** @param onZoneChange called after a proxy of the zone came or went */
  constructor(onZoneChange: (zone: string) => void) {
    this.#onZoneChange = onZoneChange;
  }

  /**
   * @param end called when the same proxy connects again, because the old connection is dead, whatever its socket says;
   *   and by `disconnect`
   * @returns whether there was such an old connection
   */
  add(session: ProxySession, end: EndSession): boolean {
    const zone = this.#byZone.get(session.zone) ?? new Map<ProxySession, EndSession>();
    let displaced = false;
    for (const [other, endOther] of zone) {
      if (other.proxyId !== session.proxyId) continue;
      zone.delete(other);
      endOther("the same proxy connected again");
      displaced = true;
    }
    this.#byZone.set(session.zone, zone.set(session, end));
    this.#onZoneChange(session.zone);
    return displaced;
  }

  /** @returns false when the same proxy has connected again since */
  remove(session: ProxySession): boolean {
    const isLast = this.#byZone.get(session.zone)?.delete(session) === true;
    if (isLast) this.#onZoneChange(session.zone);
    return isLast;
  }

  countIn(zone: string): number {
    return this.#byZone.get(zone)?.size ?? 0;
  }

  /** What the proxies of a zone say of a partition's present state. */
  view(zone: string, partitionId: string): ZoneView {
    let applied = 0;
    const waitingFor: string[] = [];
    const differing: string[] = [];
    const rejections = new Set<string>();
    const sessions = this.#byZone.get(zone) ?? new Map<ProxySession, EndSession>();
    for (const session of sessions.keys()) {
      if (session.hasApplied(partitionId)) applied += 1;
      else waitingFor.push(session.proxyId);
      if (session.refusal !== undefined) differing.push(session.proxyId);
      const rejection = session.rejectionOf(partitionId);
      if (rejection !== undefined) rejections.add(rejection);
    }
    return {
      zone,
      connected: sessions.size,
      applied,
      waitingFor: waitingFor.sort(),
      differing: differing.sort(),
      rejections: [...rejections],
    };
  }

  /** The sessions of proxies that keep the configuration of another database. */
  refusing(): ProxySession[] {
    return [...this.#byZone.values()].flatMap((sessions) =>
      [...sessions.keys()].filter(({ refusal }) => refusal !== undefined),
    );
  }

  /** Ends the connection of each session: their proxies connect again. */
  disconnect(sessions: readonly ProxySession[], reason: string): void {
    for (const session of sessions) this.#byZone.get(session.zone)?.get(session)?.(reason);
  }
}
