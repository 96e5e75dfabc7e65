/**
 * Scheme, host and port to which a URL leads, in one spelling: what a secret that is sent there was given for. User, path
 * and query do not count. A text that is no URL is a destination of its own.
 */
export function destinationOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/\.+$/, "");
  return `${protocol}//${host}:${port || defaultPorts[protocol] || ""}`;
}

/** URL leaves out the port that is the scheme's own. */
const defaultPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };
