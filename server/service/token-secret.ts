import { createHash } from "node:crypto";
import type { Random } from "../../kit/random.ts";
import { credentialPrefixes } from "../../kit/weir-credential.ts";

/** A secret: a prefix that secret scanners can know, and 256 random bits. */
export function generateSecret(kind: keyof typeof credentialPrefixes, random: Random): string {
  return credentialPrefixes[kind] + Buffer.from(random.bytes(32)).toString("base64url");
}

/** What is stored of a secret: SHA-256 in hex. No salt is needed for 256 random bits. */
export function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The first characters, to tell secrets apart; none of an admin token that is so short that they were much of it. */
export function hintOf(secret: string): string {
  return secret.length < shortestHinted ? "" : secret.slice(0, 14);
}

/** Leaves 26 characters secret. */
const shortestHinted = 40;
