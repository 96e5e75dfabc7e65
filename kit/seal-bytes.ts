import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const cipherName = "aes-256-gcm";
const nonceLength = 12;
const tagLength = 16;

/** Encrypts with AES-256-GCM: nonce, tag and ciphertext. */
export function sealBytes(key: Uint8Array, content: Uint8Array): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(cipherName, key, nonce);
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Throws when it was sealed with another key, or was changed. */
export function openBytes(key: Uint8Array, sealed: Uint8Array): Buffer {
  const opener = createDecipheriv(cipherName, key, sealed.subarray(0, nonceLength));
  opener.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
  return Buffer.concat([opener.update(sealed.subarray(nonceLength + tagLength)), opener.final()]);
}
