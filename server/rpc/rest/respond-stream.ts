import { once } from "node:events";
import { Code } from "@connectrpc/connect";
import type { UniversalServerResponse } from "@connectrpc/connect/protocol";
import { codeFromString, codeToHttpStatus } from "@connectrpc/connect/protocol-connect";
import type { HttpRequest, HttpResponse } from "../one-port-listener.ts";

const endStreamFlag = 0b10;

/**
 * Answers a server stream as server-sent events, when the client asks for them, or as one JSON value a line. A stream
 * that fails before its first message is answered with the error's status; later, with a last event or line that
 * carries the error.
 */
export async function respondStream(
  answer: UniversalServerResponse,
  request: HttpRequest,
  response: HttpResponse,
): Promise<void> {
  const out = response as HttpResponse & NodeJS.WritableStream;
  const asEvents = (request.headers.accept ?? "").includes("text/event-stream");
  const begin = (): void => {
    if (response.headersSent) return;
    const type = asEvents ? "text/event-stream" : "application/x-ndjson";
    (response as { writeHead(status: number, headers: object): unknown }).writeHead(200, {
      "content-type": type,
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
  };
  for await (const { flags, data } of frames(answer.body ?? [])) {
    if ((flags & endStreamFlag) === 0) {
      begin();
      if (!out.write(asEvents ? `data: ${data}\n\n` : `${data}\n`))
        await Promise.race([once(out, "drain"), once(out, "close")]);
      continue;
    }
    const { error } = JSON.parse(data);
    if (error === undefined) begin();
    else if (!response.headersSent) {
      const status = codeToHttpStatus(codeFromString(error.code) ?? Code.Unknown);
      (response as { writeHead(status: number, headers: object): unknown }).writeHead(status, {
        "content-type": "application/json",
      });
      out.write(JSON.stringify(error));
    } else {
      out.write(asEvents ? `event: error\ndata: ${JSON.stringify(error)}\n\n` : `${JSON.stringify({ error })}\n`);
    }
  }
  out.end();
}

/** The enveloped messages of a Connect stream: a byte of flags, four of length, the message. */
async function* frames(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<{ flags: number; data: string }> {
  let buffered = Buffer.alloc(0);
  for await (const chunk of body) {
    buffered = Buffer.concat([buffered, chunk]);
    while (buffered.length >= 5) {
      const end = 5 + buffered.readUInt32BE(1);
      if (buffered.length < end) break;
      yield { flags: buffered[0]!, data: buffered.toString("utf8", 5, end) };
      buffered = buffered.subarray(end);
    }
  }
}
