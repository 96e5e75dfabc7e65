import type { Clock } from "../../kit/clock.ts";
import { OidcIssuer } from "../../kit/oidc-issuer.ts";
import type { OidcSettings } from "../../kit/oidc-settings.ts";
import { RememberedAnswers } from "../../kit/remembered-answers.ts";
import { askWhoami } from "../../kit/whoami.ts";
import type { Identity } from "./identity.ts";

/** A caller whom somebody else than the server knows. */
export interface OutsideCaller {
  readonly organizationId: string;
  readonly identity: Identity;
  /** When the token ends. Infinity: nobody has said. */
  readonly expiresAtMs: number;
}

/** Those who can be asked about tokens that the server knows nothing of, in the order in which they are. */
export type OutsideCallers = readonly RememberedAnswers<OutsideCaller>[];

export function createOutsideCallers(
  { oidc, iamWhoamiUrl }: { readonly oidc: OidcSettings | undefined; readonly iamWhoamiUrl: string | undefined },
  clock: Clock,
): OutsideCallers {
  const asks: ((token: string) => Promise<OutsideCaller | undefined>)[] = [];
  if (oidc !== undefined) {
    const issuer = new OidcIssuer(oidc);
    asks.push(async (token) => {
      const principal = await issuer.about(token);
      if (principal === undefined) return undefined;
      const { organizationId, subject, teams, isAdmin, expiresAtMs } = principal;
      return { organizationId, identity: { kind: "identity", subject, teams, isAdmin }, expiresAtMs };
    });
  }
  if (iamWhoamiUrl !== undefined) {
    asks.push(async (token) => {
      const principal = await askWhoami(iamWhoamiUrl, token);
      if (principal === undefined) return undefined;
      // As the management API has it: each stands for an administrator of its organization.
      const identity: Identity = { kind: "identity", subject: principal.uid, teams: [], isAdmin: true };
      return { organizationId: principal.orgUid, identity, expiresAtMs: Number.POSITIVE_INFINITY };
    });
  }
  return asks.map((ask) => new RememberedAnswers({ ask, clock }));
}
