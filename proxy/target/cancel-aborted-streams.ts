import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type ClientHttp2Stream, constants } from "node:http2";

/** The diagnostics channel on which Node publishes each stream that an HTTP/2 client opens. */
const opened = "http2.client.stream.created";

/**
 * Makes HTTP/2 clients of this thread reset the streams that they abort at once, with CANCEL. undici aborts a request with
 * `stream.close()`, whose default code lets pending data go out first, and then destroys the stream. When data of an upload
 * is pending, Node (26.10) then writes empty frames for ever: the thread hangs and its memory grows.
 */
export function cancelAbortedStreams(): void {
  // Once, however often it is called.
  unsubscribe(opened, onOpened);
  subscribe(opened, onOpened);
}

function onOpened(message: unknown): void {
  (message as { readonly stream: ClientHttp2Stream }).stream.close = closeAtOnce;
}

function closeAtOnce(this: ClientHttp2Stream, code: number = constants.NGHTTP2_CANCEL, callback?: () => void): void {
  (Object.getPrototypeOf(this) as ClientHttp2Stream).close.call(this, code, callback);
}
