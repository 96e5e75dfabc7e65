import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type ReceivedSpan, spansOf } from "./otlp.ts";

/** An OTLP receiver over HTTP. */
export interface OtlpReceiver {
  readonly url: string;
  /** What came, in order. */
  readonly spans: readonly ReceivedSpan[];
  /** The requests as they came. */
  readonly bodies: readonly Buffer[];
  close(): Promise<void>;
}

export async function createOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const bodies: Buffer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const isTraces = request.method === "POST" && request.url === "/v1/traces";
    if (isTraces && request.headers["content-type"] === "application/x-protobuf") {
      bodies.push(Buffer.concat(chunks));
      spans.push(...spansOf(bodies.at(-1)!));
      response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
