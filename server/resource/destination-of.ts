import { createHash } from "node:crypto";
import type { UpstreamTls } from "../../gen/es/weir/inference/v1alpha1/upstream_tls_pb.ts";

/** Which certificates show that a target is the one that is meant. */
export type Trust = Pick<UpstreamTls, "caCertificates" | "serverName" | "insecureSkipVerify">;

/**
 * Scheme, host and port to which a URL leads, in one spelling: what a secret that is sent there was given for. User, path
 * and query do not count. A text that is no URL is a destination of its own. Over TLS a destination is also who may answer
 * for the host, where that is not left to the authorities of the system.
 */
export function destinationOf(url: string, trust?: Trust): string {
  if (!URL.canParse(url)) return url;
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/\.+$/, "");
  const address = `${protocol}//${host}:${port || defaultPorts[protocol] || ""}`;
  return trust === undefined || protocol !== "https:" ? address : address + describeTrust(trust, host);
}

/** Whether a secret that was given for destinations may be sent to another one. */
export function isAmong(destination: string, destinations: ReadonlySet<string>): boolean {
  if (destinations.has(destination)) return true;
  const [address = ""] = destination.split(" ", 1);
  return destinations.has(address + anyCertificate);
}

/** URL leaves out the port that is the scheme's own. */
const defaultPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

const anyCertificate = " with any certificate";

function describeTrust({ caCertificates, serverName, insecureSkipVerify }: Trust, host: string): string {
  if (insecureSkipVerify) return anyCertificate;
  const name = serverName.toLowerCase().replace(/\.+$/, "");
  const certificates = caCertificates.replace(/\s+/g, "");
  return (
    (name === "" || name === host ? "" : ` with a certificate for ${name}`) +
    (certificates === "" ? "" : ` with the authorities ${digestOf(certificates)}`)
  );
}

/** Names certificates in messages; nobody can find others with the same name. */
function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
