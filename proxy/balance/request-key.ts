import type { RequestKey } from "../../gen/es/weir/inference/v1alpha1/request_key_pb.ts";
import type { RequestTraits } from "./balancer.ts";

/** Reads the key of a request; undefined where it has none. */
export type KeyReader = (request: RequestTraits) => string | undefined;

/** Builds a reader; undefined for a kind that this proxy does not know. */
export function keyReader({ kind }: RequestKey): KeyReader | undefined {
  switch (kind.case) {
    case "header": {
      const name = kind.value.toLowerCase();
      return ({ request }) => {
        const value = request.headers[name];
        return Array.isArray(value) ? value.join(",") : value;
      };
    }
    case "cookie":
      return ({ request }) => cookieOf(request.headers.cookie, kind.value);
    case "sourceAddress":
      return ({ client }) => client.source;
    case "user":
      return ({ subject }) => subject;
    case undefined:
      return undefined;
    default:
      return kind satisfies never;
  }
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(";") ?? []) {
    const equals = pair.indexOf("=");
    if (pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
