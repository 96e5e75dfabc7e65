import {
  create,
  type DescField,
  type DescMessage,
  type DescService,
  fromBinary,
  type Message,
  toBinary,
} from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { createClient, type ServiceImpl } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { systemClock } from "../../kit/clock.ts";
import { createLog } from "../../kit/log.ts";
import { systemRandom } from "../../kit/random.ts";
import { createRpcServer } from "../../server/rpc/create-rpc-server.ts";
import { Documents } from "../../server/rpc/documents/documents.ts";
import { adminToken } from "../support/weir.ts";
import { nextNumber, nextServices, presentServices } from "./next-contract.ts";

export interface NextServer {
  readonly url: string;
  /** How many messages it has answered that only the next version has. */
  sent(): number;
  close(): Promise<void>;
}

/**
 * A server of the next version: the real one, behind the same stack with the next contract. Each message that it answers
 * has a field that present clients do not know; each watch begins with an event, and a status, that they do not know.
 */
export async function startNextServer(presentUrl: string): Promise<NextServer> {
  const transport = createGrpcTransport({ baseUrl: presentUrl });
  const headers = { authorization: `Bearer ${adminToken}` };
  const services = nextServices();
  let sent = 0;

  const toNext = (desc: DescMessage, present: DescMessage, message: Message): Message => {
    const next = fromBinary(desc, toBinary(present, message));
    addToAll(reflect(desc, next));
    sent += 1;
    return next;
  };

  const implementation = (next: DescService, present: DescService): ServiceImpl<DescService> => {
    const client = createClient(present, transport) as unknown as Record<string, (...args: unknown[]) => unknown>;
    const methods = next.methods.map((method) => {
      const { input, output } = present.method[method.localName]!;
      const call = (request: Message): unknown =>
        client[method.localName]!(fromBinary(input, toBinary(method.input, request)), { headers });
      if (method.methodKind === "server_streaming") {
        return [
          method.localName,
          async function* (request: Message) {
            yield unknownEvent(method.output);
            for await (const event of call(request) as AsyncIterable<Message>) {
              yield toNext(method.output, output, event);
            }
          },
        ];
      }
      return [
        method.localName,
        async (request: Message) => toNext(method.output, output, (await call(request)) as Message),
      ];
    });
    return Object.fromEntries(methods);
  };

  const shutdown = new AbortController();
  const server = createRpcServer({
    store: { onCommit: () => () => {} },
    services,
    documents: await Documents.open(),
    routes: (router) => {
      for (const [index, service] of services.entries()) {
        router.service(service, implementation(service, presentServices[index]!));
      }
    },
    authenticators: [
      {
        authenticate: async () => ({
          organizationId: "default",
          subject: "test",
          teams: [],
          role: "admin",
          bootstrap: false,
        }),
      },
    ],
    decidedByResource: new Set(),
    proxyToken: "unused",
    tls: undefined,
    counter: { countCall: () => {} },
    metrics: async () => "",
    log: createLog({ name: "next", level: "silent" }),
    clock: systemClock,
    random: systemRandom,
    shutdown: shutdown.signal,
  });
  const { port } = await server.listen({ host: "127.0.0.1", port: 0 });
  return {
    url: `http://127.0.0.1:${port}`,
    sent: () => sent,
    close: () => {
      shutdown.abort(new Error("the test is over"));
      return server.close(0);
    },
  };
}

/** An event of a kind that present clients do not know, of a resource whose status they do not know. */
function unknownEvent(desc: DescMessage): Message {
  const event = reflect(desc, create(desc));
  event.set(desc.field.type!, nextNumber);
  const resource = desc.fields.find(({ message }) => message?.field.status !== undefined) as MessageField;
  const status = resource.message.field.status as MessageField;
  const inner = reflect(status.message, create(status.message));
  inner.set(status.message.field.status!, nextNumber);
  const outer = reflect(resource.message, create(resource.message));
  outer.set(status, inner);
  event.set(resource, outer);
  return event.message;
}

type MessageField = DescField & { fieldKind: "message" };

function addToAll(message: ReflectMessage): void {
  for (const field of message.fields) {
    if (field.name === "from_the_future") message.set(field, "hello");
    else if (!message.isSet(field)) continue;
    else if (field.fieldKind === "message") addToAll(message.get(field));
    else if (field.fieldKind === "list" && field.listKind === "message") {
      for (const item of message.get(field)) addToAll(item as ReflectMessage);
    }
  }
}
