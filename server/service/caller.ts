import type { HandlerContext } from "@connectrpc/connect";
import type { Principal } from "../resource/principal.ts";

/** Gives who makes a call. */
export type CallerOf = (context: HandlerContext) => Principal;
