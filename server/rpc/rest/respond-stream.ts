import { ServerResponse } from "node:http";
import type { DescMessage } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import type { UniversalServerResponse } from "@connectrpc/connect/protocol";
import { codeFromString, codeToHttpStatus } from "@connectrpc/connect/protocol-connect";
import type { HttpRequest, HttpResponse } from "../one-port-listener.ts";
import { csvFormOf } from "./csv.ts";

const endStreamFlag = 0b10;

/** One way to write a stream. */
interface StreamForm {
  readonly contentType: string;
  /** Before everything else. */
  readonly head: string;
  message(data: string): string;
  error(error: unknown): string;
}

/**
 * Answers a server stream as server-sent events or as CSV, when the client asks for that, or as one JSON value a line. A stream
 * that fails before its first message is answered with the error's status; later, with a last event or line that
 * carries the error.
 */
export async function respondStream(
  answer: UniversalServerResponse,
  output: DescMessage,
  request: HttpRequest,
  response: HttpResponse,
): Promise<void> {
  const out = response as HttpResponse & NodeJS.WritableStream;
  const form = formOf(request.headers.accept ?? "", output);
  const begin = (): void => {
    if (response.headersSent) return;
    (response as { writeHead(status: number, headers: object): unknown }).writeHead(200, {
      "content-type": form.contentType,
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    if (form.head !== "") out.write(form.head);
  };
  for await (const { flags, data } of frames(answer.body ?? [])) {
    if ((flags & endStreamFlag) === 0) {
      begin();
      if (!out.write(form.message(data))) await drained(out);
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
      out.write(form.error(error));
    }
  }
  out.end();
}

/** Resolves when more can be written, or nobody reads any more. Leaves no listener behind. */
function drained(out: HttpResponse & NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      out.off("drain", settle);
      out.off("close", settle);
      resolve();
    };
    if (isGone(out)) return resolve();
    out.on("drain", settle);
    out.on("close", settle);
  });
}

function isGone(out: HttpResponse & NodeJS.WritableStream): boolean {
  return out instanceof ServerResponse ? out.destroyed : out.stream.destroyed;
}

function formOf(accept: string, output: DescMessage): StreamForm {
  if (accept.includes("text/event-stream")) return events;
  const csv = accept.includes("text/csv") ? csvFormOf(output) : undefined;
  if (csv === undefined) return jsonLines;
  return {
    contentType: "text/csv; charset=utf-8",
    head: `${csv.head}\r\n`,
    message: (data) => `${csv.line(JSON.parse(data))}\r\n`,
    // No table has it: whoever reads this must stop.
    error: (error) => `"error: ${JSON.stringify(error).replaceAll('"', '""')}"\r\n`,
  };
}

const events: StreamForm = {
  contentType: "text/event-stream",
  head: "",
  message: (data) => `data: ${data}\n\n`,
  error: (error) => `event: error\ndata: ${JSON.stringify(error)}\n\n`,
};

const jsonLines: StreamForm = {
  contentType: "application/x-ndjson",
  head: "",
  message: (data) => `${data}\n`,
  error: (error) => `${JSON.stringify({ error })}\n`,
};

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
