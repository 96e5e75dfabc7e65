import type { IncomingHttpHeaders } from "node:http";
import { type Dispatcher, request as httpRequest } from "undici";
import type { ExternalApi } from "../../gen/es/weir/inference/v1alpha1/external_api_pb.ts";
import { askAgain } from "../../kit/ask-again.ts";
import { millisecondsOr } from "../../kit/milliseconds.ts";
import { parseJson } from "../../kit/parse-json.ts";
import { holdsWeirCredential } from "../../kit/weir-credential.ts";
import { credentialHeaders } from "../auth/credential-headers.ts";
import { isRefusedAddress } from "../dial/refused-address.ts";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import { readAnswerJson } from "./json-body.ts";
import type { AnswerHead, BodyTransform, Outcome, Plugin, PluginRequest } from "./plugin.ts";
import { isPlain, WholeBody } from "./whole-body.ts";

const defaultTimeoutMs = 1_000;
/** What proves who a caller is stays with the proxy. */
const credentials: ReadonlySet<string> = new Set(["authorization", "proxy-authorization", ...credentialHeaders]);

/** What it may answer. An empty answer lets pass. */
interface Decision {
  readonly action?: "allow" | "refuse" | "change";
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: unknown;
}

/** Asks a service that the owner of the gateway names what to do. */
export function buildExternalApi(settings: ExternalApi, stage: string, dispatcher: Dispatcher): Plugin {
  const { url, secret, failOpen, sendBody } = settings;
  const timeoutMs = millisecondsOr(settings.timeout, defaultTimeoutMs);
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (secret !== "") headers.authorization = `Bearer ${secret}`;

  /** Throws where it does not answer as it should. */
  const ask = async (question: object): Promise<Decision> => {
    const options = {
      dispatcher,
      method: "POST",
      headers,
      body: JSON.stringify(question),
      signal: AbortSignal.timeout(timeoutMs),
    } as const;
    const { statusCode, body } = await askAgain(() => httpRequest(url, options), false);
    const text = await body.text();
    if (statusCode < 200 || statusCode > 299) throw new Error(`it answered ${statusCode}`);
    const parsed = parseJson(text === "" ? "{}" : text);
    const decision = parsed.kind === "json" ? parsed.value : undefined;
    if (!isDecision(decision)) throw new Error(`its answer has no "action" of allow, refuse or change`);
    return decision;
  };

  /** What it decides; undefined: it could not be asked, and that lets pass. */
  const decide = async (question: object): Promise<Decision | Refusal | undefined> => {
    try {
      return await ask(question);
    } catch (error) {
      if (failOpen) return undefined;
      const why = isRefusedAddress(error) ? "the address of its service is not allowed" : "its service did not answer";
      return refusal("plugin_unavailable", `the external_api plugin could not decide: ${why}`);
    }
  };

  switch (stage) {
    case "pre_request":
      return {
        onRequest: {
          needsBody: () => sendBody,
          run: async (request) => {
            // Never asked without its body: with `fail_open` that would let the request pass.
            const json = sendBody ? request.json() : undefined;
            if (json !== undefined && "code" in json) return json;
            const decision = await decide({ stage, ...tell(request, sendBody) });
            if (decision === undefined || "code" in decision) return decision;
            if (decision.action === "refuse") return refused(decision);
            if (decision.action === "change") changeRequest(request, decision);
            return undefined;
          },
        },
      };
    case "pre_response":
      return {
        transformAnswer: (request, head): BodyTransform | undefined => {
          if (!isPlain(head.headers) || isStream(head)) return undefined;
          return new WholeBody(async (body) => {
            const json = sendBody ? readAnswerJson(body.toString("utf8")) : undefined;
            if (json !== undefined && "code" in json) return json;
            const answer = { status: head.status, headers: named(head.headers), ...(sendBody && bodyOf(body)) };
            const decision = await decide({ stage, ...tell(request, sendBody), answer });
            if (decision === undefined) return body;
            if ("code" in decision) return decision;
            if (decision.action === "refuse") return refused(decision);
            return decision.action === "change" ? changeAnswer(head, decision, body) : body;
          });
        },
      };
    default:
      return {
        onRequest: {
          run: (request) => {
            request.onEnd((outcome: Outcome) => {
              // Nobody waits for it, and nothing depends on it.
              ask({ stage, ...tell(request, sendBody), outcome: tellOutcome(outcome) }).catch(() => {});
            });
            return undefined;
          },
        },
      };
  }
}

function tell(request: PluginRequest, sendBody: boolean): object {
  const { requestId, gateway, client, subject, apiKey, model, body } = request;
  const { method, url, headers } = request.request;
  return {
    request_id: requestId,
    gateway: gateway?.name,
    source: client.source,
    subject,
    api_key_id: apiKey?.keyId,
    request: {
      method,
      path: url,
      model,
      headers: withoutCredentials(headers),
      ...(sendBody && body !== undefined && bodyOf(body)),
    },
  };
}

function tellOutcome({ status, usage }: Outcome): object {
  return { status, prompt_tokens: usage?.promptTokens, completion_tokens: usage?.completionTokens };
}

/** As JSON where it is JSON, else in base64. */
function bodyOf(body: Buffer): object {
  const parsed = parseJson(body.toString("utf8"));
  return parsed.kind === "json" ? { body: parsed.value } : { body_base64: body.toString("base64") };
}

function refused({ message }: Decision): Refusal {
  return refusal("refused", typeof message === "string" && message !== "" ? message : "the request was refused");
}

function changeRequest(request: PluginRequest, { headers, body }: Decision): void {
  if (headers !== undefined) request.headersToSend = changeHeaders(request.headersToSend, headers);
  if (body !== undefined) request.replaceBody(bytesOf(body));
}

function changeAnswer(head: AnswerHead, { headers, body }: Decision, before: Buffer): Buffer {
  if (headers !== undefined) head.headers = changeHeaders(head.headers, headers);
  return body === undefined ? before : bytesOf(body);
}

/** @param changes the value of each header from then on; null: it is taken away */
function changeHeaders(flat: readonly string[], changes: Readonly<Record<string, string | null>>): string[] {
  const changed = new Set(Object.keys(changes).map((name) => name.toLowerCase()));
  const kept = flat.filter((_, index) => !changed.has(flat[index & ~1]!.toLowerCase()));
  for (const [name, value] of Object.entries(changes)) if (typeof value === "string") kept.push(name, value);
  return kept;
}

function bytesOf(body: unknown): Buffer {
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

function withoutCredentials(headers: IncomingHttpHeaders): object {
  const shown = Object.entries(headers).filter(
    ([name, value]) => !credentials.has(name) && !holdsWeirCredential(String(value)),
  );
  return Object.fromEntries(shown);
}

function named(flat: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < flat.length; index += 2) headers[flat[index]!.toLowerCase()] = flat[index + 1]!;
  return headers;
}

function isStream({ headers }: AnswerHead): boolean {
  return headers.some((each) => /^text\/event-stream/i.test(each));
}

function isDecision(value: unknown): value is Decision {
  if (typeof value !== "object" || value === null) return false;
  const { action } = value as { action?: unknown };
  return action === undefined || action === "allow" || action === "refuse" || action === "change";
}
