import { createSocket } from "node:dgram";

/** Addresses, or how the server fails to tell them. */
export type DnsAnswer = readonly string[] | "servfail" | "refused" | "silence";

export interface DnsServer {
  /** `address:port`. */
  readonly address: string;
  /** The IPv4 addresses of names; may be changed. */
  readonly records: Map<string, readonly string[]>;
  /** The answers for each family of a name, in place of its records; may be changed. */
  readonly families: Map<string, Readonly<Record<4 | 6, DnsAnswer>>>;
  /** How often each name was asked for. */
  readonly asked: Map<string, number>;
  /** True: questions stay unanswered. */
  isSilent: boolean;
  close(): Promise<void>;
}

/** A DNS server (RFC 1035) that knows the addresses of some names, with a time to live of a second. */
export async function createDnsServer(): Promise<DnsServer> {
  const socket = createSocket("udp4");
  const server = {
    address: "",
    records: new Map<string, readonly string[]>(),
    families: new Map<string, Readonly<Record<4 | 6, DnsAnswer>>>(),
    asked: new Map<string, number>(),
    isSilent: false,
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
  socket.on("message", (question, peer) => {
    if (server.isSilent) return;
    const { name, type, end } = parseQuestion(question);
    if (type === 1) server.asked.set(name, (server.asked.get(name) ?? 0) + 1);
    const known = server.families.get(name)?.[type === 1 ? 4 : 6] ?? server.records.get(name);
    if (known === "silence") return;
    const isGiven = server.families.has(name) || type === 1;
    const addresses = typeof known === "object" && isGiven ? known : [];
    const code = known === undefined ? 3 : known === "servfail" ? 2 : known === "refused" ? 5 : 0;
    const head = Buffer.alloc(12);
    question.copy(head, 0, 0, 2);
    // An authoritative answer, with a code (RFC 1035, 4.1.1).
    head.writeUInt16BE(0x8400 | code, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(addresses.length, 6);
    socket.send(Buffer.concat([head, question.subarray(12, end), ...addresses.map(answer)]), peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  server.address = `127.0.0.1:${socket.address().port}`;
  return server;
}

function parseQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (message[at] !== 0) {
    const length = message[at]!;
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

/** A record of the name that was asked for. IPv6 addresses are written in full, or begin with `::`. */
function answer(address: string): Buffer {
  const bytes = address.includes(":") ? bytesOfIpv6(address) : Buffer.from(address.split(".").map(Number));
  const head = Buffer.from([0xc0, 0x0c, 0, bytes.length === 4 ? 1 : 28, 0, 1, 0, 0, 0, 1, 0, bytes.length]);
  return Buffer.concat([head, bytes]);
}

function bytesOfIpv6(address: string): Buffer {
  const groups = address.replace(/^::/, "").split(":");
  const words = [...Array.from({ length: 8 - groups.length }, () => "0"), ...groups];
  return Buffer.from(words.map((word) => word.padStart(4, "0")).join(""), "hex");
}
