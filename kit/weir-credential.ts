/** How secrets that Weir makes begin. Scanners of secrets can know them by that. */
export const credentialPrefixes = { accessToken: "weir_at_", apiKey: "weir_gk_", proxyToken: "weir_pt_" } as const;

const prefixes = Object.values(credentialPrefixes);

/** Whether a secret is one of Weir, which is nothing to show to anybody else. */
export function isWeirCredential(secret: string): boolean {
  return prefixes.some((prefix) => secret.startsWith(prefix));
}

/** Whether a text, for example the value of a header, has a secret of Weir in it. */
export function holdsWeirCredential(text: string): boolean {
  for (const prefix of prefixes) if (text.includes(prefix)) return true;
  return false;
}
