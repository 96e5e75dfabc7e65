/** In which zones each organization has gateways: that is where its tokens go. */
export class OrganizationZones {
  readonly #organizations = new Map<string, { zoneOf: Map<string, string>; gatewaysIn: Map<string, number> }>();

  zonesOf(organizationId: string): ReadonlySet<string> {
    return new Set(this.#organizations.get(organizationId)?.gatewaysIn.keys());
  }

  /**
   * Says where a gateway is (undefined: nowhere any more).
   *
   * @returns whether that changed the zones of its organization
   */
  place(organizationId: string, gatewayId: string, zone: string | undefined): boolean {
    let organization = this.#organizations.get(organizationId);
    if (organization === undefined) {
      organization = { zoneOf: new Map(), gatewaysIn: new Map() };
      this.#organizations.set(organizationId, organization);
    }
    const { zoneOf, gatewaysIn } = organization;
    const before = zoneOf.get(gatewayId);
    if (before === zone) return false;
    let changed = false;
    if (zone === undefined) zoneOf.delete(gatewayId);
    else {
      zoneOf.set(gatewayId, zone);
      const count = gatewaysIn.get(zone) ?? 0;
      gatewaysIn.set(zone, count + 1);
      changed = count === 0;
    }
    if (before !== undefined) {
      const count = gatewaysIn.get(before) ?? 0;
      if (count > 1) gatewaysIn.set(before, count - 1);
      else {
        gatewaysIn.delete(before);
        changed = true;
      }
    }
    return changed;
  }
}
