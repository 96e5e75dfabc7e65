import { createSocket } from "node:dgram";

export interface DnsServer {
  /** `address:port`. */
  readonly address: string;
  /** The IPv4 addresses of names; may be changed. */
  readonly records: Map<string, readonly string[]>;
  /** How often each name was asked for. */
  readonly asked: Map<string, number>;
  /** True: questions stay unanswered. */
  isSilent: boolean;
  close(): Promise<void>;
}

/** A DNS server (RFC 1035) that knows some names' IPv4 addresses, with a time to live of a second. */
export async function createDnsServer(): Promise<DnsServer> {
  const socket = createSocket("udp4");
  const server = {
    address: "",
    records: new Map<string, readonly string[]>(),
    asked: new Map<string, number>(),
    isSilent: false,
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
  socket.on("message", (question, peer) => {
    if (server.isSilent) return;
    const { name, type, end } = parseQuestion(question);
    if (type === 1) server.asked.set(name, (server.asked.get(name) ?? 0) + 1);
    const known = server.records.get(name);
    const addresses = type === 1 ? (known ?? []) : [];
    const head = Buffer.alloc(12);
    question.copy(head, 0, 0, 2);
    // An authoritative answer; 3: there is no such name.
    head.writeUInt16BE(0x8400 | (known === undefined ? 3 : 0), 2);
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

/** An A record of the name that was asked for. */
function answer(address: string): Buffer {
  const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4]);
  return Buffer.concat([record, Buffer.from(address.split(".").map(Number))]);
}
