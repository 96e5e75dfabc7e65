import type { IncomingHttpHeaders } from "node:http";
import type { Refusal } from "../pipeline/proxy-error.ts";
import type { JsonBody } from "./json-body.ts";

/** What a plugin sees of a request, and can do to it. */
export interface PluginRequest {
  readonly requestId: string;
  readonly gateway: { readonly name: string } | undefined;
  readonly request: {
    readonly method?: string | undefined;
    readonly url?: string | undefined;
    readonly headers: IncomingHttpHeaders;
  };
  readonly client: { readonly source: string };
  /** Who calls. */
  readonly subject: string | undefined;
  readonly apiKey: { readonly keyId: string; readonly name: string; readonly user: string } | undefined;
  /** The model that is asked for; undefined: none is, or it is not known yet. */
  readonly model: string | undefined;
  /** The headers that are sent on, before the proxy's own: flat pairs. */
  headersToSend: readonly string[];
  /** The whole body; undefined where it was not read. */
  readonly body: Buffer | undefined;
  /** The body as JSON, parsed once for all plugins; a refusal when it nests too deep for any plugin to look at. */
  json(): JsonBody | Refusal;
  /** Sends another body on. */
  replaceBody(body: Buffer): void;
  /** Headers of the answer, whoever gives it: flat pairs. */
  addAnswerHeaders(...flat: string[]): void;
  /** Calls back when the request has ended, by whatever cause. */
  onEnd(settle: Settle): void;
}

export type Settle = (outcome: Outcome) => void;

/** How a request has ended. */
export interface Outcome {
  /** Of the answer; 499: the client has left before there was one. */
  readonly status: number;
  /** Whether it was sent to an upstream at all. */
  readonly wasSent: boolean;
  /** Undefined: the answer told none. */
  readonly usage: TokenUsage | undefined;
}

/** The tokens of a request and its answer. */
export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** The head of an upstream's answer on its way to the client. */
export interface AnswerHead {
  status: number;
  /** Flat pairs. */
  headers: string[];
}

/** The output of a transform: bytes, nothing, or a refusal in their place. */
export type Transformed = Buffer | Refusal | undefined;

/** Changes the body of one answer as it passes. */
export interface BodyTransform {
  /** True: nothing goes out, not even the head, before the answer is whole. */
  readonly holds: boolean;
  /**
   * Takes a piece of the body and returns what can be sent; undefined when that is nothing yet. A refusal ends the
   * answer here.
   */
  push(piece: Buffer): Transformed;
  /**
   * Returns the rest at the end of the body, or a refusal that ends the answer. Only a transform that buffers may be
   * asynchronous.
   */
  end(): Transformed | Promise<Transformed>;
}

/** An answer of the proxy's own that is no refusal, and has no body. */
export interface OwnAnswer {
  readonly status: number;
  readonly headers: string[];
}

/** One step of a chain. It has those of these methods that it needs: what no plugin of a chain has costs nothing. */
export interface Plugin {
  /** Before it is known who calls. */
  onArrival?(request: PluginRequest): OwnAnswer | undefined;
  /** Before the request goes on; gives a refusal where it does not. */
  readonly onRequest?: {
    /** Whether it waits for the model to be known. */
    readonly needsModel?: boolean;
    /** Whether it waits for the body; absent: it does not. */
    needsBody?(request: PluginRequest): boolean;
    run(request: PluginRequest): Refusal | undefined | Promise<Refusal | undefined>;
  };
  /** The most bytes of a body that it lets pass; absent: any number. */
  readonly maxBodyBytes?: number;
  /** When the head of an upstream's answer is there. */
  onAnswer?(request: PluginRequest, head: AnswerHead): void;
  /** What changes the answer's body; undefined: this one passes as it is. */
  transformAnswer?(request: PluginRequest, head: AnswerHead): BodyTransform | undefined;
}
