import { createHash } from "node:crypto";
import type { Clock } from "../../kit/clock.ts";
import type { Principal } from "../resource/principal.ts";
import type { TokenAuthenticator } from "./token-authenticator.ts";

const knownForMs = 60_000;
const unknownForMs = 5_000;
const timeoutMs = 5_000;
/** Tokens remembered at a time; the oldest is forgotten first. */
const maxRemembered = 10_000;

/**
 * Knows the tokens that an IAM service knows: asks it by `GET` with the token as bearer; 200 with `principal.uid` and
 * `principal.orgUid` is an administrator of that organization. Answers are remembered for a minute, refusals for five
 * seconds; questions about one token at a time are one question.
 */
export function createWhoamiAuthenticator(url: URL, clock: Clock): TokenAuthenticator {
  const remembered = new Map<string, { readonly untilMs: number; readonly answer: Promise<Principal | undefined> }>();
  return {
    authenticate(token) {
      const key = createHash("sha256").update(token).digest("base64");
      const known = remembered.get(key);
      const nowMs = clock.monotonicMs();
      if (known !== undefined && known.untilMs > nowMs) return known.answer;
      const answer = ask(url, token);
      const remember = (durationMs: number) => {
        remembered.delete(key);
        remembered.set(key, { untilMs: clock.monotonicMs() + durationMs, answer });
        const oldest = remembered.keys().next().value;
        if (remembered.size > maxRemembered && oldest !== undefined) remembered.delete(oldest);
      };
      remember(timeoutMs);
      answer.then(
        (principal) => remember(principal === undefined ? unknownForMs : knownForMs),
        () => remembered.delete(key),
      );
      return answer;
    },
  };
}

async function ask(url: URL, token: string): Promise<Principal | undefined> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status === 401 || response.status === 403) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the token introspection was answered with ${response.status}`);
  }
  const body = (await response.json()) as { principal?: { uid?: unknown; orgUid?: unknown } };
  const { uid, orgUid } = body.principal ?? {};
  if (typeof uid !== "string" || typeof orgUid !== "string" || uid === "" || orgUid === "") return undefined;
  return { subject: uid, organizationId: orgUid, teams: [], role: "admin", bootstrap: false };
}
