import type { Denial } from "../auth/authenticator.ts";
import { type Refusal, refusal } from "./proxy-error.ts";

/** What a caller is told that is not let through. */
export function denialRefusal(kind: Denial["kind"], gatewayName: string): Refusal {
  switch (kind) {
    case "missing":
      return refusal("missing_credentials", "send an API key as Authorization: Bearer <key>");
    case "invalid":
      return refusal("invalid_credentials", `the API key is not one of gateway "${gatewayName}", or has expired`);
    case "unavailable":
      return refusal("auth_unavailable", "the API key can't be checked at the moment");
    default:
      return kind satisfies never;
  }
}
