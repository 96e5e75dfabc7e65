import { createServer, type Socket } from "node:net";

/** An HTTP/1.1 upstream that answers with the bytes that it is given. */
export interface RawUpstream {
  readonly url: string;
  close(): Promise<void>;
}

/** @param answer gives the bytes for a request's path; undefined: the connection is closed in place of an answer */
export async function createRawUpstream(
  answer: (path: string, socket: Socket) => string | Buffer | undefined,
): Promise<RawUpstream> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    let seen = "";
    socket.setEncoding("latin1");
    socket.on("data", (part: string) => {
      seen += part;
      for (let end = seen.indexOf("\r\n\r\n"); end !== -1; end = seen.indexOf("\r\n\r\n")) {
        const head = seen.slice(0, end);
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (seen.length < end + 4 + length) return;
        seen = seen.slice(end + 4 + length);
        const bytes = answer(head.split(" ")[1] ?? "", socket);
        if (bytes === undefined) socket.destroy();
        else if (bytes.length > 0) socket.write(bytes, "latin1");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
