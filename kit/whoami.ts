import { askAgain } from "./ask-again.ts";
import type { IamSettings } from "./iam-settings.ts";
import { readText } from "./read-text.ts";

const timeoutMs = 5_000;
const maxBodyBytes = 1024 * 1024;

/** Who a token of CoreWeave IAM stands for. */
export interface IamPrincipal {
  readonly subject: string;
  readonly organizationId: string;
  readonly role: "admin" | "viewer";
}

/**
 * Asks the token introspection by `GET` with the token as bearer. 200 with `principal.uid` and `principal.orgUid` is a
 * principal. Returns undefined when the answer is 401 or 403, or when the principal is of an organization that is not
 * accepted. Throws when there is no such answer.
 */
export async function askWhoami(
  { whoamiUrl, organizations, role }: IamSettings,
  token: string,
): Promise<IamPrincipal | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = { authorization: `Bearer ${token}` };
  const response = await askAgain(() => fetch(whoamiUrl, { headers, redirect: "error", signal }), true);
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403) return undefined;
    throw new Error(`the token introspection answered ${response.status}`);
  }
  const body: unknown = JSON.parse(await readText(response, maxBodyBytes));
  const { uid, orgUid } = (body as { principal?: { uid?: unknown; orgUid?: unknown } } | null)?.principal ?? {};
  if (typeof uid !== "string" || typeof orgUid !== "string" || uid === "" || orgUid === "") {
    throw new Error("the token introspection answered 200 without principal.uid and principal.orgUid");
  }
  return organizations.includes(orgUid) ? { subject: uid, organizationId: orgUid, role } : undefined;
}
