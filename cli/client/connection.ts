import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DescService } from "@bufbuild/protobuf";
import { type Client, createClient, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import type { Command } from "commander";
import { type Context, readContexts } from "./contexts.ts";
import { Failure } from "./failure.ts";

const defaultUrl = "http://127.0.0.1:7070";
const defaultAdminUrl = "http://127.0.0.1:7081";

interface GlobalOptions {
  readonly url?: string;
  readonly token?: string;
  readonly context?: string;
}

/** A server, and what opens it. */
export class Connection {
  readonly url: string;
  readonly token: string;
  /** The admin port of a proxy. */
  readonly adminUrl: string;
  /** The admin token of the context; undefined when it has none, or names no admin port. */
  readonly adminToken: string | undefined;
  readonly #transport: ReturnType<typeof createConnectTransport>;

  /** What flags say counts before the environment, and that before the context. */
  constructor(command: Command) {
    const options = command.optsWithGlobals<GlobalOptions>();
    const context = contextOf(options);
    this.url = options.url ?? process.env.WEIR_URL ?? context?.url ?? defaultUrl;
    this.token = options.token ?? process.env.WEIR_TOKEN ?? context?.token ?? localToken() ?? "";
    this.adminUrl = context?.adminUrl ?? defaultAdminUrl;
    this.adminToken = context?.adminUrl === undefined ? undefined : context.adminToken;
    if (!URL.canParse(this.url)) throw new Failure(`"${this.url}" is no URL of a server, such as ${defaultUrl}`);
    const authorize: Interceptor = (next) => (request) => {
      if (this.token !== "") request.header.set("authorization", `Bearer ${this.token}`);
      return next(request);
    };
    this.#transport = createConnectTransport({ baseUrl: this.url, httpVersion: "1.1", interceptors: [authorize] });
  }

  client<Service extends DescService>(service: Service): Client<Service> {
    return createClient(service, this.#transport);
  }
}

function contextOf({ context, url }: GlobalOptions): Context | undefined {
  const name = context ?? process.env.WEIR_CONTEXT;
  const { current, contexts } = readContexts();
  if (name !== undefined) {
    const found = contexts[name];
    if (found !== undefined) return found;
    const known = Object.keys(contexts).join(", ");
    throw new Failure(`no context "${name}": ${known === "" ? "there are none yet" : `there are ${known}`}`);
  }
  // A context's token is for its own server alone.
  if (url !== undefined || process.env.WEIR_URL !== undefined || current === undefined) return undefined;
  return contexts[current];
}

/** The token of a server that runs on this machine, from where it keeps it. */
function localToken(): string | undefined {
  if (process.env.WEIR_ADMIN_TOKEN !== undefined) return process.env.WEIR_ADMIN_TOKEN;
  try {
    return readFileSync(join(process.env.WEIR_DATA ?? "./data", "admin-token"), "utf8").trim();
  } catch {
    return undefined;
  }
}
