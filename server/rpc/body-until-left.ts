import { Code, ConnectError } from "@connectrpc/connect";

/** Passes the body of a call on. Where it breaks off, the caller has left, and the call is canceled: nothing else failed. */
export async function* bodyUntilLeft(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new ConnectError("the caller has left", Code.Canceled, undefined, undefined, cause);
  }
}
