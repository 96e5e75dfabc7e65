import ipaddr from "ipaddr.js";

/** Ranges of IP addresses. An IPv4 address counts as itself also where it comes as an IPv6 one (`::ffff:10.0.0.1`). */
export class AddressRanges {
  readonly #ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  /** @param ranges in CIDR notation; throws where one is not */
  constructor(ranges: readonly string[]) {
    this.#ranges = ranges.map((range) => ipaddr.parseCIDR(range));
  }

  contains(address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return this.#ranges.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits));
  }
}
