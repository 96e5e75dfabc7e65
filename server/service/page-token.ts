import { invalidArgument } from "../resource/api-error.ts";
import type { Row } from "../store/store.ts";

/** Where a page ended: opaque to clients. */
export function formatPageToken({ createdAtMs, id }: Row): string {
  return Buffer.from(`${createdAtMs}/${id}`).toString("base64url");
}

/** Throws an ApiError when the token is none that a list has answered. */
export function parsePageToken(token: string): { createdAtMs: number; id: string } {
  const match = /^(\d{1,15})\/([0-9a-f-]{36})$/.exec(Buffer.from(token, "base64url").toString());
  if (match === null) {
    throw invalidArgument([{ field: "page_token", description: "must be the next_page_token of the page before" }]);
  }
  return { createdAtMs: Number(match[1]), id: match[2]! };
}
