/** How secrets that Weir makes begin: access tokens and API keys. Scanners of secrets can know them by that. */
export const credentialPrefixes = { accessToken: "weir_at_", apiKey: "weir_gk_" } as const;

/** Whether a secret is one of Weir, which is nothing to show to anybody else. */
export function isWeirCredential(secret: string): boolean {
  return secret.startsWith(credentialPrefixes.accessToken) || secret.startsWith(credentialPrefixes.apiKey);
}

/** Whether a text, for example the value of a header, has a secret of Weir in it. */
export function holdsWeirCredential(text: string): boolean {
  return text.includes(credentialPrefixes.accessToken) || text.includes(credentialPrefixes.apiKey);
}
