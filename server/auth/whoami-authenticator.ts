import type { Clock } from "../../kit/clock.ts";
import { RememberedAnswers } from "../../kit/remembered-answers.ts";
import { askWhoami } from "../../kit/whoami.ts";
import type { Principal } from "../resource/principal.ts";
import type { TokenAuthenticator } from "./token-authenticator.ts";

/** Knows the tokens that an IAM service knows: each stands for an administrator of its organization. */
export function createWhoamiAuthenticator(url: URL, clock: Clock): TokenAuthenticator {
  const answers = new RememberedAnswers({ ask: (token) => ask(url, token), clock });
  return { authenticate: (token, maxAgeMs) => answers.about(token, maxAgeMs) };
}

async function ask(url: URL, token: string): Promise<Principal | undefined> {
  const principal = await askWhoami(url, token);
  if (principal === undefined) return undefined;
  return { subject: principal.uid, organizationId: principal.orgUid, teams: [], role: "admin", bootstrap: false };
}
