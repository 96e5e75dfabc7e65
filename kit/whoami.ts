const timeoutMs = 5_000;
const maxBodyBytes = 1024 * 1024;

/** Who a token of CoreWeave IAM stands for. */
export interface WhoamiPrincipal {
  readonly uid: string;
  readonly orgUid: string;
}

/**
 * Asks a token introspection by `GET` with the token as bearer. 200 with `principal.uid` and `principal.orgUid` is a
 * principal; 401 and 403 are undefined. Throws when there is no such answer.
 */
export async function askWhoami(url: string | URL, token: string): Promise<WhoamiPrincipal | undefined> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403) return undefined;
    throw new Error(`the token introspection was answered with ${response.status}`);
  }
  const body: unknown = JSON.parse(await readText(response));
  const { uid, orgUid } = (body as { principal?: { uid?: unknown; orgUid?: unknown } } | null)?.principal ?? {};
  if (typeof uid !== "string" || typeof orgUid !== "string" || uid === "" || orgUid === "") return undefined;
  return { uid, orgUid };
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBodyBytes) throw new Error(`the token introspection answered more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
