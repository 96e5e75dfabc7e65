import type { IncomingMessage, ServerResponse } from "node:http";

/** A client that goes on sending after it has its answer is cut off after this long. */
const patienceMs = 2_000;

/**
 * Ends an HTTP/1.1 answer whose bytes are written. Where the client is still sending its request, the rest is read and
 * forgotten: to close at once would reset the connection, and the client might lose the answer with it; to read for ever
 * would be paying for nothing.
 */
export function endResponse(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) {
    response.end();
  } else if (response.shouldKeepAlive) {
    response.end();
    discardUpload(request, () => {});
  } else {
    // Node closes such a connection with the end of the answer: that must wait for the upload's.
    discardUpload(request, () => response.end());
  }
}

function discardUpload(request: IncomingMessage, then: () => void): void {
  const cut = setTimeout(() => request.socket.destroy(), patienceMs);
  cut.unref();
  request.once("end", then);
  request.once("close", () => clearTimeout(cut));
  request.resume();
}
