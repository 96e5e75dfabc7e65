import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server on a port of its own, whose answer a test may exchange. */
export class AnswerServer {
  readonly #server: Server;
  answer: Handler;
  /** Requests so far. */
  asked = 0;

  private constructor(answer: Handler) {
    this.answer = answer;
    this.#server = createServer((request, response) => {
      this.asked += 1;
      this.answer(request, response);
    });
  }

  static async start(answer: Handler): Promise<AnswerServer> {
    const server = new AnswerServer(answer);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** An OpenID Connect issuer whose discovery document and key set a test may break. */
export class TestIssuer {
  readonly #discovery: AnswerServer;
  readonly keySet: AnswerServer;
  readonly #keys = new Map<string, { readonly jwk: JWK; readonly privateKey: CryptoKey }>();
  /** Fields that the discovery document has in place of the right ones. */
  discovery: { readonly status: number; readonly body: string } | undefined;
  /** The answer in place of the key set. */
  keys: Handler | undefined;

  private constructor(discovery: AnswerServer, keySet: AnswerServer) {
    this.#discovery = discovery;
    this.keySet = keySet;
    discovery.answer = (_request, response) => {
      const body = JSON.stringify({ issuer: this.url, jwks_uri: `${keySet.url}/keys` });
      response.writeHead(this.discovery?.status ?? 200).end(this.discovery?.body ?? body);
    };
    keySet.answer = (request, response) => {
      if (this.keys !== undefined) return this.keys(request, response);
      response.end(JSON.stringify({ keys: [...this.#keys.values()].map(({ jwk }) => jwk) }));
    };
  }

  static async start(): Promise<TestIssuer> {
    const issuer = new TestIssuer(await AnswerServer.start(() => {}), await AnswerServer.start(() => {}));
    await issuer.addKey("k1");
    return issuer;
  }

  get url(): string {
    return this.#discovery.url;
  }

  async addKey(kid: string): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    this.#keys.set(kid, { jwk: { ...(await exportJWK(publicKey)), kid, alg: "ES256" }, privateKey });
  }

  /** The public key as PEM-like bytes, for those who take it for a secret. */
  publicText(kid: string): Uint8Array {
    return Buffer.from(JSON.stringify(this.#keys.get(kid)!.jwk));
  }

  /** A token of a viewer of the organization "acme" for ten minutes; a claim that is undefined is left out. */
  sign(
    claims: JWTPayload = {},
    { kid = "k1", signedBy }: { readonly kid?: string; readonly signedBy?: string } = {},
  ): Promise<string> {
    const nowSeconds = Math.floor(Date.now() / 1000);
    const standard = { iss: this.url, aud: "weir", sub: "ann", org_id: "acme", exp: nowSeconds + 600 };
    return new SignJWT({ ...standard, ...claims })
      .setProtectedHeader({ alg: "ES256", kid })
      .sign(this.#keys.get(signedBy ?? kid)!.privateKey);
  }

  close(): void {
    this.#discovery.close();
    this.keySet.close();
  }
}
