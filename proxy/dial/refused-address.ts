const code = "WEIR_REFUSED_ADDRESS";

/** A connection that was not made, because its address may not be connected to. The message names address and setting. */
export class RefusedAddress extends Error {
  override readonly name = "RefusedAddress";
  readonly code = code;
}

/** By its code: undici wraps errors of connections, and gives copies of them. */
export function isRefusedAddress(error: unknown): boolean {
  return error instanceof Error && (("code" in error && error.code === code) || isRefusedAddress(error.cause));
}
