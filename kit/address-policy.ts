import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";
import { parseAddressRanges, type SettingsReader } from "./settings.ts";

/** Which addresses may be connected to on a tenant's behalf, in CIDR notation. */
export interface AddressSettings {
  readonly denied: readonly string[];
  /** Empty: every address that is not denied. */
  readonly allowed: readonly string[];
}

/** Where something listens. */
export interface Listener {
  /** An IP address; `0.0.0.0` and `::` stand for every address of this machine. */
  readonly address: string;
  readonly port: number;
}

/** Link-local addresses: there clouds tell a machine its credentials. */
const defaultDenied = "169.254.0.0/16,fe80::/10";

export function readAddressSettings(read: SettingsReader): AddressSettings {
  return {
    denied: read.withDefault("WEIR_TARGETS_DENY", parseAddressRanges, defaultDenied),
    allowed: read.optional("WEIR_TARGETS_ALLOW", parseAddressRanges) ?? [],
  };
}

interface Range {
  readonly text: string;
  readonly cidr: [ipaddr.IPv4 | ipaddr.IPv6, number];
}

/**
 * Decides whether an address may be connected to. Protected listeners never may, then what is denied may not, then, if
 * some addresses are allowed, no other one may.
 */
export class AddressPolicy {
  readonly #denied: readonly Range[];
  readonly #allowed: readonly Range[];
  /** By what they are, as a noun with the setting that says where it is. */
  readonly #protected = new Map<string, readonly Listener[]>();

  constructor({ denied, allowed }: AddressSettings) {
    this.#denied = denied.map(rangeOf);
    this.#allowed = allowed.map(rangeOf);
  }

  /** From now on these listeners may not be connected to, in place of those that were protected under the same name. */
  protect(what: string, listeners: readonly Listener[]): void {
    this.#protected.set(
      what,
      listeners.map(({ address, port }) => ({ address: canonical(parse(address)), port })),
    );
  }

  /** Why a connection may not be made, naming the address and the setting; undefined when it may. */
  refusalOf(address: string, port: number): string | undefined {
    if (!ipaddr.isValid(address)) return `"${address}" is not an IP address`;
    const given = parse(address);
    const forms = [given, ...reachedBy(given)];
    const names = forms.map(canonical);
    for (const [what, listeners] of this.#protected) {
      if (listeners.some((listener) => reaches(names, port, listener))) {
        return `${formatHost(address)}:${port} is ${what}, which is never a target`;
      }
    }
    const denied = this.#denied.find((range) => forms.some((form) => contains(range, form)));
    if (denied !== undefined) return `${address} is in ${denied.text}, which WEIR_TARGETS_DENY refuses`;
    if (this.#allowed.length === 0 || this.#allowed.some((range) => contains(range, given))) return undefined;
    return `${address} is in none of the ranges of WEIR_TARGETS_ALLOW`;
  }
}

/** Whether an address belongs to this machine. */
export function isOfThisMachine(address: string): boolean {
  const parsed = parse(address);
  if (parsed.range() === "loopback" || parsed.range() === "unspecified") return true;
  const name = canonical(parsed);
  return Object.values(networkInterfaces()).some((each) => each?.some((own) => canonical(parse(own.address)) === name));
}

function reaches(names: readonly string[], port: number, listener: Listener): boolean {
  if (port !== listener.port) return false;
  if (names.includes(listener.address)) return true;
  return ipaddr.parse(listener.address).range() === "unspecified" && names.some(isOfThisMachine);
}

/** An IPv4 address counts as itself also where it is written as an IPv6 one (`::ffff:10.0.0.1`). */
function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 {
  return ipaddr.process(address.replace(/%.*$/, ""));
}

function canonical(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  return address.toNormalizedString();
}

/** Prefixes of IPv6 addresses that carry an IPv4 address to which they lead, and the byte at which it begins. */
const carriers: readonly { readonly cidr: [ipaddr.IPv6, number]; readonly at: number }[] = [
  // NAT64 (RFC 6052), 6to4 (RFC 3056), IPv4-compatible (RFC 4291).
  { cidr: [ipaddr.IPv6.parse("64:ff9b::"), 96], at: 12 },
  { cidr: [ipaddr.IPv6.parse("64:ff9b:1::"), 48], at: 12 },
  { cidr: [ipaddr.IPv6.parse("2002::"), 16], at: 2 },
  { cidr: [ipaddr.IPv6.parse("::"), 96], at: 12 },
];

/** IPv4 addresses that a connection to this IPv6 address can reach by translation or tunnelling. */
function reachedBy(address: ipaddr.IPv4 | ipaddr.IPv6): (ipaddr.IPv4 | ipaddr.IPv6)[] {
  // The system connects to itself.
  if (address.range() === "unspecified") return [ipaddr.parse(address.kind() === "ipv4" ? "127.0.0.1" : "::1")];
  if (address.kind() === "ipv4" || address.range() === "loopback") return [];
  const bytes = address.toByteArray();
  return carriers
    .filter(({ cidr }) => (address as ipaddr.IPv6).match(cidr))
    .map(({ at }) => ipaddr.fromByteArray(bytes.slice(at, at + 4)));
}

function rangeOf(text: string): Range {
  return { text, cidr: ipaddr.parseCIDR(text) };
}

function contains({ cidr }: Range, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address.kind() === cidr[0].kind() && address.match(cidr);
}

function formatHost(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address;
}
