// The server that the suite starts: our whole stack, on a port of its own, with the suite's service in place of ours.

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { systemClock } from "../../kit/clock.ts";
import { createLog } from "../../kit/log.ts";
import { systemRandom } from "../../kit/random.ts";
import { createRpcServer } from "../../server/rpc/create-rpc-server.ts";
import { Documents } from "../../server/rpc/documents/documents.ts";
import { conformanceService } from "./conformance-service.ts";
import {
  ServerCompatRequestSchema,
  ServerCompatResponseSchema,
} from "./gen/connectrpc/conformance/v1/server_compat_pb.ts";
import { ConformanceService } from "./gen/connectrpc/conformance/v1/service_pb.ts";

const request = fromBinary(ServerCompatRequestSchema, await readDelimited());
const { useTls, serverCreds } = request;
const decoder = new TextDecoder();
const shutdown = new AbortController();
const server = createRpcServer({
  store: { onCommit: () => () => {} },
  services: [ConformanceService],
  documents: await Documents.open(),
  routes: (router) => router.service(ConformanceService, conformanceService),
  authenticators: [],
  decidedByResource: new Set(),
  proxyToken: "unused",
  tls: useTls ? { certificate: decoder.decode(serverCreds?.cert), key: decoder.decode(serverCreds?.key) } : undefined,
  counter: { countCall: () => {} },
  metrics: async () => "",
  log: createLog({ name: "conformance", level: "silent" }),
  clock: systemClock,
  random: systemRandom,
  shutdown: shutdown.signal,
});
const { port } = await server.listen({ host: "127.0.0.1", port: 0 });
const response = create(ServerCompatResponseSchema, { host: "127.0.0.1", port, pemCert: serverCreds?.cert });
const bytes = toBinary(ServerCompatResponseSchema, response);
const length = Buffer.alloc(4);
length.writeUInt32BE(bytes.length);
process.stdout.write(Buffer.concat([length, bytes]));
process.once("SIGTERM", () => {
  shutdown.abort(new ConnectError("server is shutting down", Code.Unavailable));
  server.close(100).finally(() => process.exit(0));
});

/** One message from standard input, after its length in four bytes. */
async function readDelimited(): Promise<Uint8Array> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of process.stdin) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32BE()) break;
  }
  return bytes.subarray(4);
}
