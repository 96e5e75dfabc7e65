import type { IncomingMessage } from "node:http";

/** A client that goes on sending after it has its answer is cut off after this long. */
const patienceMs = 2_000;

/**
 * Reads and forgets the rest of an upload whose answer is out. Closing at once would reset the connection, and the
 * client might lose the answer with it; reading for ever would be paying for nothing.
 */
export function discardUpload(request: IncomingMessage): void {
  const cut = setTimeout(() => request.socket.destroy(), patienceMs);
  cut.unref();
  request.once("end", () => clearTimeout(cut));
  request.once("close", () => clearTimeout(cut));
  request.resume();
}
