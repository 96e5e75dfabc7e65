import type { Command } from "commander";
import { Connection } from "../client/connection.ts";
import { Failure } from "../client/failure.ts";
import { untilInterrupted } from "../client/until-interrupted.ts";
import { formOf, print } from "../output/print.ts";

/** A line of a proxy's `/requests`, see proxy/observe/access-log.ts. */
interface RequestLine {
  readonly time: string;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly gateway?: string;
  readonly subject?: string;
  readonly model?: string;
  readonly rule?: string;
  readonly deployment?: string;
  readonly service?: string;
  readonly endpoint?: string;
  readonly attempts: number;
  readonly failures?: readonly string[];
  readonly refusal?: string;
  readonly end: string;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly firstByteMs?: number;
  readonly durationMs: number;
}

interface TailOptions {
  readonly admin?: string[];
  readonly adminToken?: string;
  readonly gateway?: string;
  readonly model?: string;
  readonly errors?: boolean;
}

export function addTail(program: Command): void {
  program
    .command("tail")
    .description("show requests as they end, from the admin ports of proxies")
    .option("--admin <url...>", "admin ports of proxies [WEIR_ADMIN_URL, or the context, or http://127.0.0.1:7081]")
    .option("--admin-token <token>", "the token of the admin ports [WEIR_PROXY_ADMIN_TOKEN, or the context]")
    .option("--gateway <name>", "only those of this gateway")
    .option("--model <name>", "only those for this model")
    .option("--errors", "only those that were refused or failed")
    .action(async (options: TailOptions, command: Command) => {
      const form = formOf(command);
      const { urls, token } = adminPorts(options, command);
      await untilInterrupted(async (signal) => {
        await Promise.all(
          urls.map(async (url) => {
            for await (const line of linesOf(url, token, signal)) {
              const request: RequestLine = JSON.parse(line);
              if (isWanted(request, options)) print(form === "table" ? textOf(request) : line);
            }
          }),
        );
      });
    });
}

/** Where to ask, and with what. A context's token is for its own admin port alone. */
function adminPorts(options: TailOptions, command: Command): { urls: readonly string[]; token: string | undefined } {
  const { WEIR_ADMIN_URL, WEIR_PROXY_ADMIN_TOKEN } = process.env;
  const token = options.adminToken ?? WEIR_PROXY_ADMIN_TOKEN;
  if (options.admin !== undefined) return { urls: options.admin, token };
  if (WEIR_ADMIN_URL !== undefined) return { urls: [WEIR_ADMIN_URL], token };
  const { adminUrl, adminToken } = new Connection(command);
  return { urls: [adminUrl], token: token ?? adminToken };
}

async function* linesOf(url: string, token: string | undefined, signal: AbortSignal): AsyncGenerator<string> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  let response: Response;
  try {
    response = await fetch(new URL("/requests", url), { headers, signal, redirect: "error" });
  } catch (error) {
    signal.throwIfAborted();
    const { cause, message } = error as Error;
    throw new Failure(`no admin port of a proxy at ${url}: ${(cause as Error | undefined)?.message || message}`);
  }
  if (response.status === 401) {
    const given = token === undefined ? "no token was given" : "the token that was given is not that of the proxy";
    throw new Failure(`${url} asks for a token, and ${given}: use --admin-token or WEIR_PROXY_ADMIN_TOKEN`);
  }
  if (!response.ok) throw new Failure(`${url} answers ${response.status}: is it the admin port of a proxy?`);
  // By line feeds alone: node:readline also splits at U+2028, which JSON may hold in a text.
  let rest = "";
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

function isWanted(request: RequestLine, { gateway, model, errors }: TailOptions): boolean {
  if (gateway !== undefined && request.gateway !== gateway) return false;
  if (model !== undefined && request.model !== model) return false;
  return errors !== true || request.status >= 400 || request.end !== "done" || request.failures !== undefined;
}

function textOf(request: RequestLine): string {
  const { time, status, method, path, durationMs, gateway, subject, model, refusal, failures, end, requestId } =
    request;
  const to = request.deployment ?? request.service ?? request.endpoint;
  const tokens =
    request.completionTokens === undefined ? undefined : `${request.promptTokens}+${request.completionTokens} tokens`;
  const told = [
    time.slice(11, 23),
    status,
    method,
    path,
    `${Math.round(durationMs)} ms`,
    gateway,
    subject,
    model,
    to && `-> ${to}`,
    tokens,
    refusal && `refused: ${refusal}`,
    failures && `failed: ${failures.join("; ")}`,
    end === "done" ? undefined : end,
    requestId,
  ];
  return told.filter((each) => each !== undefined && each !== "").join("  ");
}
