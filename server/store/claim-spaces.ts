// The spaces of names that resources hold, see Claim.

/** The digests of access tokens, in hex. */
export const tokenSpace = "token";
/** The digests of the present secrets of API keys: `<gateway id>/<hex>`. */
export const apiKeySpace = "api_key";
/** The digests of the secrets before, while they still work: `<gateway id>/<hex>`. */
export const previousApiKeySpace = "api_key_previous";
