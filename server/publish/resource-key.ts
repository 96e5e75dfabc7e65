import type { ResourceRef } from "../store/store.ts";

/** A resource as a map's key. */
export function resourceKey({ kind, id }: ResourceRef): string {
  return `${kind}/${id}`;
}

export function parseResourceKey(key: string): ResourceRef {
  const [kind, id] = key.split("/");
  return { kind: kind as ResourceRef["kind"], id: id! };
}
