import { createHash } from "node:crypto";
import type { Random } from "../../kit/random.ts";

/** A secret: a prefix that secret scanners can know, and 256 random bits. */
export function generateSecret(prefix: "weir_at_" | "weir_gk_", random: Random): string {
  return prefix + Buffer.from(random.bytes(32)).toString("base64url");
}

/** What is stored of a secret: SHA-256 in hex. No salt is needed for 256 random bits. */
export function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The first characters, to tell secrets apart. */
export function hintOf(secret: string): string {
  return secret.slice(0, 14);
}
