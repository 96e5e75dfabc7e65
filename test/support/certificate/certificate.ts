import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A self-signed certificate for localhost and 127.0.0.1, good for a hundred years of tests and nothing else. */
export const certificatePath = join(import.meta.dirname, "cert.pem");
export const keyPath = join(import.meta.dirname, "key.pem");
export const certificate = readFileSync(certificatePath, "utf8");
