import type { IncomingMessage } from "node:http";
import type { CredentialThrottle } from "../../kit/credential-throttle.ts";
import { type Denial, throttled } from "../auth/authenticator.ts";
import { type Refusal, refusal } from "./proxy-error.ts";

/** What a caller is told whose key is not for a model. */
export function modelForbidden(keyName: string, model: string): Refusal {
  return refusal("forbidden", `API key "${keyName}" may not use model "${model}"`, "model");
}

/** What a caller is told whose key is not for a rule. */
export function ruleForbidden(keyName: string, ruleName: string): Refusal {
  return refusal("forbidden", `API key "${keyName}" may not use rule "${ruleName}"`);
}

/** What a caller is told whose key is not for a custom endpoint. */
export function customEndpointForbidden(keyName: string, name: string): Refusal {
  return refusal("forbidden", `API key "${keyName}" may not use custom endpoint "${name}"`);
}

/** What a caller is told whose key has used up a budget. */
export function budgetExceeded(keyName: string): Refusal {
  return refusal("budget_exceeded", `a budget of API key "${keyName}" is used up`);
}

/** The refusal for a version that HTTP/1 does not have. */
export function versionRefusal({ httpVersion }: IncomingMessage): Refusal {
  return refusal(
    "invalid_request",
    `HTTP version ${httpVersion} is not allowed on an HTTP/1 connection: use 1.0 or 1.1`,
  );
}

/** Counts a refused credential by its source: the denial, or another one when too many came from there. */
export function countDenial(denial: Denial, source: string, throttle: CredentialThrottle | undefined): Denial {
  // A credential that is known, but not valid now, is no guess: its owner reads why it is refused.
  if (throttle === undefined || denial.kind !== "invalid") return denial;
  const waitSeconds = throttle.failed(source);
  return waitSeconds === 0 ? denial : throttled(waitSeconds);
}

/** What a caller is told that is not let through. */
export function denialRefusal(kind: Denial["kind"], gatewayName: string): Refusal {
  switch (kind) {
    case "missing":
      return refusal("missing_credentials", "send an API key as Authorization: Bearer <key>");
    case "invalid":
      return refusal("invalid_credentials", `the API key is not one of gateway "${gatewayName}", or has expired`);
    case "expired":
      return refusal("invalid_credentials", `the API key of gateway "${gatewayName}" has expired`);
    case "not yet valid":
      return refusal("invalid_credentials", `the API key of gateway "${gatewayName}" does not work yet`);
    case "rate limited":
      return refusal("rate_limit_exceeded", "Weights & Biases limits the rate of this API key");
    case "throttled":
      return refusal("too_many_bad_credentials", "too many bad credentials from this address: try again later");
    case "unavailable":
      return refusal("auth_unavailable", "the API key can't be checked at the moment");
    default:
      return kind satisfies never;
  }
}
