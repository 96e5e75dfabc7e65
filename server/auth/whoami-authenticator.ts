import type { Clock } from "../../kit/clock.ts";
import { type CredentialThrottle, TooManyFailuresError } from "../../kit/credential-throttle.ts";
import type { IamSettings } from "../../kit/iam-settings.ts";
import { RememberedAnswers } from "../../kit/remembered-answers.ts";
import { isWeirCredential } from "../../kit/weir-credential.ts";
import { askWhoami } from "../../kit/whoami.ts";
import type { Principal } from "../resource/principal.ts";
import type { TokenAuthenticator } from "./token-authenticator.ts";

/** Knows the tokens that an IAM service knows, of the organizations that the settings accept. */
export function createWhoamiAuthenticator(
  settings: IamSettings,
  throttle: CredentialThrottle | undefined,
  clock: Clock,
): TokenAuthenticator {
  const ask = async (token: string, source: string): Promise<Principal | undefined> => {
    const waitSeconds = throttle?.waitSeconds(source, token) ?? 0;
    if (waitSeconds > 0) throw new TooManyFailuresError(waitSeconds);
    const principal = await askWhoami(settings, token);
    if (principal === undefined) return undefined;
    throttle?.succeeded(token);
    return { ...principal, teams: [], bootstrap: false };
  };
  const answers = new RememberedAnswers({ ask, clock });
  return {
    // A credential of Weir is not shown to anybody else.
    authenticate: async (token, source, maxAgeMs) =>
      isWeirCredential(token) ? undefined : answers.about(token, source, maxAgeMs),
  };
}
