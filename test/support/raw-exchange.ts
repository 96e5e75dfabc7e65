import { connect } from "node:net";

/** Sends bytes to `host:port` as they are and resolves with everything that comes until the other side closes. */
export function rawExchange(address: string, bytes: string | Buffer, { halfClose = false } = {}): Promise<string> {
  const colon = address.lastIndexOf(":");
  const socket = connect(Number(address.slice(colon + 1)), address.slice(0, colon));
  return new Promise((resolve, reject) => {
    let text = "";
    socket.setEncoding("latin1");
    socket.on("data", (part) => {
      text += part;
    });
    socket.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" ? resolve(text) : reject(error),
    );
    socket.once("close", () => resolve(text));
    if (halfClose) socket.end(bytes);
    else socket.write(bytes);
  });
}

/** Status and JSON body of the first answer in raw bytes. */
export function parseRawAnswer(text: string): { status: number; json: unknown } {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
  const start = text.indexOf("\r\n\r\n") + 4;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1]);
  try {
    return { status, json: JSON.parse(text.slice(start, start + length)) };
  } catch {
    return { status, json: undefined };
  }
}
