import { type Dispatcher, request } from "undici";
import { askAgain } from "../../kit/ask-again.ts";

/** What W&B's GraphQL API says of a key. */
export type ViewerAnswer =
  | {
      readonly kind: "viewer";
      readonly subject: string;
      readonly teams: readonly string[];
      /** Where what the key does goes unless something else is said. */
      readonly entity: string | undefined;
      readonly allowance: Allowance | undefined;
    }
  | { readonly kind: "nobody"; readonly allowance?: undefined };

/** What W&B's limits leave to a key. */
export interface Allowance {
  readonly requests: number;
  readonly forMs: number;
}

/** What W&B's own client allows for this question. */
const timeoutMs = 10_000;
/** Where W&B limits a key and does not say for how long. */
const defaultRetryAfterMs = 10_000;
const mostRetryAfterMs = 3_600_000;
const query = "query Viewer { viewer { id entity username email flags teams { edges { node { name } } } } }";

type Headers = Dispatcher.ResponseData["headers"];

interface Viewer {
  readonly username?: string;
  readonly entity?: string;
  readonly teams?: { readonly edges?: readonly { readonly node?: { readonly name?: string } }[] };
}

/**
 * Shows a key to the W&B server the way W&B's own client does (`core/internal/wbapi` of wandb/wandb): a key is good exactly
 * if the answer has a viewer. Throws when there is no such answer.
 */
export async function askWandbViewer(
  serverUrl: string,
  key: string,
  dispatcher: Dispatcher,
): Promise<ViewerAnswer | { readonly kind: "limited"; readonly retryAfterMs: number }> {
  const options = {
    dispatcher,
    method: "POST",
    headers: { authorization: authorizationOf(key), "content-type": "application/json" },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(timeoutMs),
  } as const;
  // The query changes nothing.
  const { statusCode, headers, body } = await askAgain(() => request(`${serverUrl}/graphql`, options), true);
  if (statusCode < 200 || statusCode > 299) {
    await body.dump();
    if (statusCode === 401) return { kind: "nobody" };
    if (statusCode === 429) {
      const retryAfterMs = secondsOf(headers, "retry-after") ?? secondsOf(headers, "ratelimit-reset");
      return { kind: "limited", retryAfterMs: Math.min(retryAfterMs ?? defaultRetryAfterMs, mostRetryAfterMs) };
    }
    throw new Error(`the W&B server answered ${statusCode}`);
  }
  // Errors beside a viewer still mean a valid key; 200 without a viewer means none.
  const { data } = (await body.json()) as { data?: { viewer?: Viewer | null } | null };
  const viewer = data?.viewer;
  if (viewer === null || viewer === undefined) return { kind: "nobody" };
  const teams = (viewer.teams?.edges ?? []).flatMap(({ node }) => node?.name ?? []);
  return {
    kind: "viewer",
    subject: viewer.username ?? viewer.entity ?? "wandb",
    teams,
    entity: viewer.entity,
    allowance: allowanceOf(headers),
  };
}

/** An identity token, which has three parts, is a bearer token; a key is the password of the user `api`. */
function authorizationOf(key: string): string {
  return key.split(".").length === 3 ? `Bearer ${key}` : `Basic ${Buffer.from(`api:${key}`).toString("base64")}`;
}

function allowanceOf(headers: Headers): Allowance | undefined {
  const remaining = Number(headers["ratelimit-remaining"] ?? Number.NaN);
  const forMs = secondsOf(headers, "ratelimit-reset");
  if (Number.isNaN(remaining) || forMs === undefined) return undefined;
  return { requests: remaining, forMs: Math.min(forMs, mostRetryAfterMs) };
}

function secondsOf(headers: Headers, header: string): number | undefined {
  const seconds = Number(headers[header] ?? Number.NaN);
  return seconds >= 0 ? seconds * 1000 : undefined;
}
