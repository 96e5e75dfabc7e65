import type { Server, Socket } from "node:net";
import type { ConnectionsPerSource } from "./connections-per-source.ts";

/**
 * Closes connections at once that are more than their source may hold open, before anything else looks at them. To be
 * called after everything that listens to the server's connections has been set up.
 *
 * @param isExempt whether connections from an address are not counted
 * @param onRefused called with the address of a connection that was closed
 */
export function limitConnections(
  server: Server,
  {
    connections,
    isExempt,
    onRefused,
  }: {
    readonly connections: ConnectionsPerSource;
    readonly isExempt: (source: string) => boolean;
    readonly onRefused: (source: string) => void;
  },
): void {
  const listeners = server.listeners("connection") as ((this: Server, socket: Socket) => void)[];
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    const source = socket.remoteAddress ?? "";
    if (!isExempt(source)) {
      const release = connections.add(source);
      if (release === undefined) {
        socket.destroy();
        onRefused(source);
        return;
      }
      socket.once("close", release);
    }
    for (const listener of listeners) listener.call(server, socket);
  });
}
