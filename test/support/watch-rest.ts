import { request as httpRequest } from "node:http";
import { adminToken, type Json } from "./weir.ts";

/** A watch over REST, read as `curl -N` reads it. */
export interface RestWatch {
  readonly contentType: string | undefined;
  /** The events so far, without heartbeats. */
  readonly events: Json[];
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  stop(): void;
}

export function watchRest(
  serverUrl: string,
  path: string,
  { accept = "text/event-stream", token = adminToken } = {},
): Promise<RestWatch> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${serverUrl}/v1alpha1/inference/${path}`,
      { agent: false, headers: { accept, authorization: `Bearer ${token}` } },
      (response) => {
        const events: Json[] = [];
        let rest = "";
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          const lines = (rest + text).split("\n");
          rest = lines.pop()!;
          for (const line of lines) {
            const data = line.startsWith("data: ") ? line.slice("data: ".length) : line;
            if (!data.startsWith("{")) continue;
            const event = JSON.parse(data);
            if (event.type !== "EVENT_TYPE_BOOKMARK") events.push(event);
          }
        });
        response.on("error", () => {});
        const ended = new Promise<void>((settle) => response.once("close", settle));
        resolve({ contentType: response.headers["content-type"], events, ended, stop: () => request.destroy() });
      },
    );
    request.once("error", reject);
    request.end();
  });
}
