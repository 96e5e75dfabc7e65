import type { IncomingMessage } from "node:http";
import type { AddressRanges } from "../table/address-ranges.ts";

/** Who calls, as far as it can be believed. */
export interface ClientAddress {
  /** The caller's own address. */
  readonly source: string;
  /** What the target is told in `x-forwarded-*`. */
  readonly forwardedFor: string;
  readonly forwardedProto: string;
  readonly forwardedHost: string;
}

/**
 * What `x-forwarded-*` says is kept when the peer is a trusted proxy, and replaced otherwise. The source is then the
 * last address in the chain that no trusted proxy has.
 */
export function clientAddressOf(
  request: IncomingMessage,
  encrypted: boolean,
  trusted: AddressRanges | undefined,
): ClientAddress {
  const peer = unmapped(request.socket.remoteAddress ?? "");
  const { headers } = request;
  const host = headers.host ?? "";
  const proto = encrypted ? "https" : "http";
  if (trusted === undefined || !trusted.contains(peer)) {
    return { source: peer, forwardedFor: peer, forwardedProto: proto, forwardedHost: host };
  }
  const given = headerText(headers["x-forwarded-for"]);
  const chain = given
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
  return {
    source: chain.findLast((address) => !trusted.contains(address)) ?? chain[0] ?? peer,
    forwardedFor: [...chain, peer].join(", "),
    forwardedProto: headerText(headers["x-forwarded-proto"]) || proto,
    forwardedHost: headerText(headers["x-forwarded-host"]) || host,
  };
}

/** An IPv4 address that came over an IPv6 socket, as itself. */
export function unmapped(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

function headerText(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(", ") : (value ?? "");
}
