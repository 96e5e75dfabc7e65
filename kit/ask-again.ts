/** The codes by which errors of undici and of Node say that a connection broke. */
const brokenConnection: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);
/** Several connections may be kept open, and all of them be closed by now. */
const mostTries = 4;

/**
 * Asks again where the connection broke before the head of an answer: the other side may close a connection that is kept
 * open in the moment in which it is used again.
 *
 * @param ask sends one request and resolves with the head of the answer
 * @param isSafe whether asking twice does no harm, as for a GET; otherwise the question is asked again only if the
 * connection had carried an answer before
 */
export async function askAgain<Answer>(ask: () => Promise<Answer>, isSafe: boolean): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      const broken = brokenConnectionIn(error);
      if (broken === undefined || tries === mostTries) throw error;
      const { bytesRead = isSafe ? 1 : 0 } = broken;
      // A new connection that breaks is tried once more at most.
      if (bytesRead === 0 && !(isSafe && tries === 1)) throw error;
    }
  }
}

/** The facts about the connection that broke; undefined when the error says something else. */
function brokenConnectionIn(error: unknown): { readonly bytesRead?: number } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, socket } = error as { code?: unknown; socket?: { readonly bytesRead?: number } | null };
  if (typeof code === "string" && brokenConnection.has(code)) return socket ?? {};
  // `fetch` wraps what has happened.
  return error.cause === undefined ? undefined : brokenConnectionIn(error.cause);
}
