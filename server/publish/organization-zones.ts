/** In which zones each organization has gateways: that is where its tokens go. */
export class OrganizationZones {
  /** How many gateways an organization has in each zone. */
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #places = new Map<string, { readonly organizationId: string; readonly zone: string }>();

  zonesOf(organizationId: string): ReadonlySet<string> {
    return new Set(this.#counts.get(organizationId)?.keys());
  }

  /** Says where a gateway is. Gives whether that changed the zones of its organization. */
  place(organizationId: string, gatewayId: string, zone: string): boolean {
    if (this.#places.get(gatewayId)?.zone === zone) return false;
    const left = this.remove(gatewayId) !== undefined;
    this.#places.set(gatewayId, { organizationId, zone });
    const counts = this.#counts.get(organizationId) ?? new Map<string, number>();
    this.#counts.set(organizationId, counts);
    const count = counts.get(zone) ?? 0;
    counts.set(zone, count + 1);
    return left || count === 0;
  }

  /** Says that a gateway is nowhere any more. Gives its organization, when that changed the organization's zones. */
  remove(gatewayId: string): string | undefined {
    const place = this.#places.get(gatewayId);
    if (place === undefined) return undefined;
    this.#places.delete(gatewayId);
    const { organizationId, zone } = place;
    const counts = this.#counts.get(organizationId)!;
    const count = counts.get(zone)!;
    if (count > 1) {
      counts.set(zone, count - 1);
      return undefined;
    }
    counts.delete(zone);
    if (counts.size === 0) this.#counts.delete(organizationId);
    return organizationId;
  }
}
