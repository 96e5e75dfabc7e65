import ipaddr from "ipaddr.js";

/**
 * The network that one caller controls: an IPv4 address itself, also where it comes as an IPv6 one, and the /64 of an
 * IPv6 address. Text that is not an address counts as itself.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(":")}::/64`;
}
