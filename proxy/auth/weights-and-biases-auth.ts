import type { IncomingHttpHeaders } from "node:http";
import type { WeightsAndBiasesAuth } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import { RememberedAnswers } from "../../kit/remembered-answers.ts";
import { type Authenticator, bearerToken, invalid, missing, unavailable, type Verdict } from "./authenticator.ts";

const defaultServerUrl = "https://api.wandb.ai";
/** What W&B's own client allows for this question. */
const timeoutMs = 10_000;
const query = "query Viewer { viewer { id entity username email } }";

/** Takes W&B API keys: each is shown to the W&B server the way its own client does, and the answer remembered. */
export class WeightsAndBiasesAuthenticator implements Authenticator {
  readonly credentialHeaders = [];
  readonly #viewers: RememberedAnswers<string>;

  constructor({ serverUrl }: WeightsAndBiasesAuth, clock: Clock) {
    const url = new URL("graphql", `${serverUrl === "" ? defaultServerUrl : serverUrl.replace(/\/+$/, "")}/`);
    this.#viewers = new RememberedAnswers({ ask: (key) => askViewer(url, key), clock });
  }

  authenticate(headers: IncomingHttpHeaders): Verdict | Promise<Verdict> {
    const key = bearerToken(headers);
    return key === undefined ? missing : this.#ask(key);
  }

  async #ask(key: string): Promise<Verdict> {
    try {
      const subject = await this.#viewers.about(key);
      return subject === undefined ? invalid : { kind: "identity", subject };
    } catch {
      return unavailable;
    }
  }
}

/** @returns the user's name; undefined when the key is none */
async function askViewer(url: URL, key: string): Promise<string | undefined> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`api:${key}`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ query }),
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 401) return undefined;
    throw new Error(`the W&B server answered ${response.status}`);
  }
  // Errors beside a viewer still mean a valid key; 200 without a viewer means none.
  const { data } = (await response.json()) as { data?: { viewer?: { username?: string; entity?: string } | null } };
  const viewer = data?.viewer;
  return viewer === null || viewer === undefined ? undefined : (viewer.username ?? viewer.entity ?? "wandb");
}
