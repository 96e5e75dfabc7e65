// Services that close a connection that is kept open in the moment in which it is used again.

import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { create } from "@bufbuild/protobuf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ExternalApiSchema } from "../../../gen/es/weir/inference/v1alpha1/external_api_pb.ts";
import { systemClock } from "../../../kit/clock.ts";
import { createLog } from "../../../kit/log.ts";
import { OidcKeys } from "../../../kit/oidc-keys.ts";
import { askWhoami } from "../../../kit/whoami.ts";
import { askWandbViewer } from "../../../proxy/auth/ask-wandb-viewer.ts";
import { Dialer } from "../../../proxy/dial/dialer.ts";
import { buildExternalApi } from "../../../proxy/plugin/external-api.ts";
import type { PluginRequest } from "../../../proxy/plugin/plugin.ts";

const log = createLog({ name: "test", level: "silent" });
const publicKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });

let server: Server;
let url: string;
let dialer: Dialer;
/** For each request, how many its connection had carried before. */
let seen: number[];
/** What the server does in place of an answer, to the request of this number on its connection. */
let breaks: (before: number, socket: Socket) => boolean;

beforeEach(async () => {
  dialer = new Dialer({ settings: { denied: [], allowed: [] }, clock: systemClock, log });
  seen = [];
  breaks = () => false;
  const carried = new WeakMap<Socket, number>();
  server = createServer((request, response) => {
    const before = carried.get(request.socket) ?? 0;
    carried.set(request.socket, before + 1);
    seen.push(before);
    request.resume().once("end", () => {
      if (breaks(before, request.socket)) return;
      response.end(JSON.stringify(answerTo(request)));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await dialer.requests.destroy();
  server.closeAllConnections();
  server.close();
});

function answerTo({ url: path }: IncomingMessage): object {
  switch (path) {
    case "/.well-known/openid-configuration":
      return { issuer: url, jwks_uri: `${url}/keys` };
    case "/keys":
      return { keys: [publicKey] };
    case "/graphql":
      return { data: { viewer: { username: "ann" } } };
    case "/whoami":
      return { principal: { uid: "ann", orgUid: "acme" } };
    default:
      return { action: "allow" };
  }
}

/** By the service: asks it, and throws when there is no good answer. */
const questions: Readonly<Record<string, () => Promise<void>>> = {
  "the keys of an OIDC issuer": async () => {
    expect(await new OidcKeys(url, { clock: systemClock, log }).issuer(true)).toBe(url);
  },
  "the token introspection of IAM": async () => {
    const settings = { whoamiUrl: `${url}/whoami`, organizations: ["acme"], role: "viewer" } as const;
    expect(await askWhoami(settings as never, "t")).toMatchObject({ subject: "ann" });
  },
  "a W&B server": async () => {
    expect(await askWandbViewer(url, "key", dialer.requests)).toMatchObject({ kind: "viewer" });
  },
  "the service of an external_api": async () => {
    const plugin = buildExternalApi(
      create(ExternalApiSchema, { url: `${url}/decide` }),
      "pre_request",
      dialer.requests,
    );
    const request = { request: { headers: {} }, headersToSend: [], client: { source: "" } } as unknown as PluginRequest;
    expect(await plugin.onRequest!.run(request)).toBeUndefined();
  },
};
const ends: Readonly<Record<string, (socket: Socket) => void>> = {
  resets: (socket) => socket.resetAndDestroy(),
  closes: (socket) => socket.destroy(),
};

describe.each(Object.entries(questions))("%s", (name, ask) => {
  it.each(Object.entries(ends))("is asked again where it %s a connection that is used again", async (_, end) => {
    breaks = (before, socket) => {
      if (before > 0) end(socket);
      return before > 0;
    };
    // Each such request was repeated: all questions have an answer.
    while (seen.filter((before) => before > 0).length < 4) await ask();
  });

  it.each(Object.entries(ends))("is not asked without end where it %s every connection", async (_, end) => {
    breaks = (_before, socket) => {
      end(socket);
      return true;
    };
    await expect(ask()).rejects.toThrow();
    // An external_api may do more than answer: a new connection that breaks may have carried the question.
    if (name.includes("external_api")) expect(seen).toEqual([0]);
    else expect(seen.length).toBeLessThanOrEqual(4);
  });
});
