import { type AddressInfo, isIP } from "node:net";

/** Where a process listens. Port 0 lets the system choose. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads `host:port`, with an IPv6 host in brackets. Throws a RangeError that says what is allowed. */
export function parseListenAddress(text: string): ListenAddress {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65535) {
    throw new RangeError(`must be host:port with a port from 0 to 65535, for example 127.0.0.1:7070 or [::1]:0`);
  }
  return { host: match[1] ?? match[2] ?? "", port };
}

/** Whether only processes of the same machine can connect. Of names, only `localhost` is known to be so. */
export function isLoopback({ host }: ListenAddress): boolean {
  if (isIP(host) === 0) return host.toLowerCase() === "localhost";
  return /^(127\.|::ffff:127\.)/i.test(host) || /^[0:]*:0*1$/.test(host);
}

/** Writes an address that a socket got as `host:port`. */
export function formatAddress(address: AddressInfo): string {
  return address.family === "IPv6" ? `[${address.address}]:${address.port}` : `${address.address}:${address.port}`;
}
