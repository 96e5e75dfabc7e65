import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { Code, ConnectError, type ContextValues } from "@connectrpc/connect";
import type { UniversalHandler, UniversalServerRequest } from "@connectrpc/connect/protocol";
import { universalResponseToNodeResponse } from "@connectrpc/connect-node";
import { badRequest } from "../connect-error.ts";
import type { HttpRequest, HttpResponse } from "../one-port-listener.ts";
import { assertReadable, maxRequestBytes, parseJson, readBody, tooLarge } from "../read-json.ts";
import { toUniversalRequest } from "../universal-request.ts";
import { setParameter } from "./request-json.ts";
import { respondError } from "./respond-error.ts";
import { respondStream } from "./respond-stream.ts";
import { matchRestRoute, type RestRoute } from "./rest-routes.ts";

/**
 * Serves the REST form of the API: a request is rewritten as a Connect request with a JSON body and given to the very
 * handler that serves Connect, so that authentication, validation and errors are the same on every protocol.
 */
export function createRestHandler(
  routes: readonly RestRoute[],
  handlerOf: (route: RestRoute) => UniversalHandler,
): (request: HttpRequest, response: HttpResponse, values: ContextValues) => Promise<void> {
  return async (request, response, values) => {
    const [path = "", query = ""] = splitOnce(request.url ?? "", "?");
    const match = matchRestRoute(routes, request.method ?? "", path);
    switch (match.kind) {
      case "none":
        return respondError(request, response, 404, new ConnectError(`no such path: ${path}`, Code.NotFound));
      case "wrong method": {
        const allow = match.allowed.join(", ");
        const error = new ConnectError(`${request.method} is not allowed here: use ${allow}`, Code.Unimplemented);
        return respondError(request, response, 405, error, { allow });
      }
      case "found":
        break;
      default:
        match satisfies never;
    }
    const unsupported = unsupportedBody(request);
    if (unsupported !== undefined) return respondError(request, response, 415, unsupported);
    if (Number(request.headers["content-length"] ?? 0) > maxRequestBytes) {
      return respondError(request, response, 413, tooLarge());
    }
    const { route, variables } = match;
    const isStream = route.method.methodKind === "server_streaming";
    const original = toUniversalRequest(request, response, values);
    const header = new Headers({ "content-type": isStream ? "application/connect+json" : "application/json" });
    const authorization = original.header.get("authorization");
    if (authorization !== null) header.set("authorization", authorization);
    const rewritten: UniversalServerRequest = {
      ...original,
      method: "POST",
      header,
      body: bodyOf(route, variables, query, original.body, isStream),
    };
    const answer = await handlerOf(route)(rewritten);
    if (isStream) return respondStream(answer, route.method.output, request, response);
    // A throttled caller gets `Retry-After`; the size of its body was not checked.
    const isThrottled = answer.header?.has("retry-after") === true;
    const status = answer.status === 429 && !isThrottled && isTooLarge(request) ? 413 : answer.status;
    await universalResponseToNodeResponse({ ...answer, status }, response as never);
  };
}

/** The request's JSON as bytes, made when the handler reads it: by then the caller is known. */
async function* bodyOf(
  route: RestRoute,
  variables: ReadonlyMap<string, string>,
  query: string,
  body: AsyncIterable<Uint8Array>,
  isStream: boolean,
): AsyncGenerator<Uint8Array> {
  const json = await requestJson(route, variables, query, body);
  assertReadable(route.method.input, json);
  const bytes = Buffer.from(JSON.stringify(json));
  if (isStream) {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(bytes.length, 1);
    yield prefix;
  }
  yield bytes;
}

async function requestJson(
  route: RestRoute,
  variables: ReadonlyMap<string, string>,
  query: string,
  body: AsyncIterable<Uint8Array>,
): Promise<JsonObject> {
  const desc = route.method.input;
  const request: JsonObject = {};
  if (route.body === "*") Object.assign(request, assertObject(parseJson(await readBody(body))));
  else if (route.body !== "") request[route.body] = parseJson(await readBody(body));
  const violations = [];
  for (const [name, value] of variables) {
    const decoded = decode(value);
    violations.push(
      decoded === undefined
        ? { field: name, description: `"${value}" is not percent-encoded UTF-8` }
        : setParameter(desc, request, name, decoded, "path"),
    );
  }
  if (route.body !== "*") {
    for (const [name, value] of new URLSearchParams(query)) {
      violations.push(
        variables.has(name)
          ? { field: name, description: "is given in the path" }
          : setParameter(desc, request, name, value, "query"),
      );
    }
  } else if (query !== "") {
    violations.push({ field: "", description: `there are no query parameters here, given: ${query}` });
  }
  const wrong = violations.filter((violation) => violation !== undefined);
  if (wrong.length > 0) throw badRequest(wrong);
  return request;
}

function assertObject(json: JsonValue): JsonObject {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
  throw badRequest([{ field: "", description: "the body must be a JSON object" }]);
}

function unsupportedBody(request: HttpRequest): ConnectError | undefined {
  const { headers } = request;
  const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  const type = headers["content-type"];
  if (type === undefined ? hasBody : !/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) {
    return new ConnectError(
      `send the body as content-type application/json, not ${type ?? "without one"}`,
      Code.InvalidArgument,
    );
  }
  const encoding = headers["content-encoding"];
  if (encoding === undefined || encoding === "identity") return undefined;
  return new ConnectError(`send the body without content-encoding, not ${encoding}`, Code.InvalidArgument);
}

function isTooLarge(request: HttpRequest): boolean {
  return request.headers["content-length"] === undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
