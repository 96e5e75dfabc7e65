import type { ResourceRef } from "../store/store.ts";
import { resourceKey } from "./resource-key.ts";

/**
 * The resources whose status proxies may still change, with the gateways that they are served on: so that an ack costs
 * a look at those, not at all that is stored.
 */
export class Unsettled {
  readonly #resources = new Map<string, { resource: ResourceRef; gatewayIds: readonly string[] }>();

  add(resource: ResourceRef, gatewayIds: readonly string[]): void {
    this.#resources.set(resourceKey(resource), { resource, gatewayIds });
  }

  remove(resource: ResourceRef): void {
    this.#resources.delete(resourceKey(resource));
  }

  all(): ResourceRef[] {
    return [...this.#resources.values()].map(({ resource }) => resource);
  }

  /** Those that are served on one of the gateways. */
  on(gatewayIds: ReadonlySet<string>): ResourceRef[] {
    const found: ResourceRef[] = [];
    for (const { resource, gatewayIds: own } of this.#resources.values()) {
      if (own.some((id) => gatewayIds.has(id))) found.push(resource);
    }
    return found;
  }
}
