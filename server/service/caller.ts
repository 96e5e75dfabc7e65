import type { HandlerContext } from "@connectrpc/connect";
import type { Caller } from "../resource/principal.ts";

/** Gives who makes a call, and which. */
export type CallerOf = (context: HandlerContext) => Caller;
