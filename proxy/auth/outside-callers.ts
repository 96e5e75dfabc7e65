import type { Clock } from "../../kit/clock.ts";
import { type CredentialThrottle, TooManyFailuresError } from "../../kit/credential-throttle.ts";
import type { IamSettings } from "../../kit/iam-settings.ts";
import type { Log } from "../../kit/log.ts";
import { OidcIssuer } from "../../kit/oidc-issuer.ts";
import type { OidcSettings } from "../../kit/oidc-settings.ts";
import { RememberedAnswers } from "../../kit/remembered-answers.ts";
import { askWhoami } from "../../kit/whoami.ts";
import type { Identity } from "./identity.ts";

/** A caller whom somebody else than the server knows. */
export interface OutsideCaller {
  readonly organizationId: string;
  readonly identity: Identity;
  /** When the token stops being accepted; Infinity when its issuer names no time. */
  readonly expiresAtMs: number;
}

/** Those who can be asked about tokens that the server knows nothing of, in the order in which they are. */
export type OutsideCallers = readonly RememberedAnswers<OutsideCaller>[];

export function createOutsideCallers(
  { oidc, iam }: { readonly oidc: OidcSettings | undefined; readonly iam: IamSettings | undefined },
  {
    clock,
    log,
    throttle,
  }: { readonly clock: Clock; readonly log: Log; readonly throttle: CredentialThrottle | undefined },
): OutsideCallers {
  const asks: ((token: string, source: string) => Promise<OutsideCaller | undefined>)[] = [];
  if (oidc !== undefined) {
    const issuer = new OidcIssuer(oidc, { clock, log });
    asks.push(async (token, source) => {
      const mayAsk = throttle === undefined || throttle.waitSeconds(source, token) === 0;
      const principal = await issuer.about(token, mayAsk);
      if (principal === undefined) return undefined;
      const { organizationId, subject, teams, isAdmin, expiresAtMs } = principal;
      return { organizationId, identity: { kind: "identity", subject, teams, isAdmin }, expiresAtMs };
    });
  }
  if (iam !== undefined) {
    asks.push(async (token, source) => {
      const waitSeconds = throttle?.waitSeconds(source, token) ?? 0;
      if (waitSeconds > 0) throw new TooManyFailuresError(waitSeconds);
      const principal = await askWhoami(iam, token);
      if (principal === undefined) return undefined;
      throttle?.succeeded(token);
      const { organizationId, subject, role } = principal;
      const identity: Identity = { kind: "identity", subject, teams: [], isAdmin: role === "admin" };
      return { organizationId, identity, expiresAtMs: Number.POSITIVE_INFINITY };
    });
  }
  return asks.map((ask) => new RememberedAnswers({ ask, clock }));
}
