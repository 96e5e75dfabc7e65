/** Headers by which HTTP itself frames and routes a message: what is declared can't be put in their place. */
export const framingHeaders = [
  "connection",
  "content-length",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
] as const;
