import type { IncomingMessage } from "node:http";
import type { WebSocket } from "ws";

/**
 * A conversation in the shape of OpenAI Realtime: `response.create` is answered with deltas and `response.done`,
 * `close` with that close code, everything else is echoed.
 */
export function serveRealtime(socket: WebSocket, request: IncomingMessage, name: string): void {
  const say = (message: object): void => socket.send(JSON.stringify(message));
  const model = new URL(request.url ?? "/", "http://fake").searchParams.get("model");
  say({ type: "session.created", session: { id: name, model, authorization: request.headers.authorization ?? null } });
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString());
    switch (message.type) {
      case "response.create":
        for (const delta of [name, " one", " two"]) say({ type: "response.output_text.delta", delta });
        say({ type: "response.done" });
        return;
      case "close":
        socket.close(message.code, message.reason);
        return;
      default:
        say({ type: "echo", message });
    }
  });
}
