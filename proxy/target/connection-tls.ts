import type { UpstreamTls } from "../../gen/es/weir/inference/v1alpha1/upstream_tls_pb.ts";
import type { ConnectionTls } from "./target.ts";

/** What the owner of an upstream says of TLS, in Node's words. */
export function connectionTls(tls: UpstreamTls): ConnectionTls {
  return {
    ca: given(tls.caCertificates),
    servername: given(tls.serverName),
    rejectUnauthorized: !tls.insecureSkipVerify,
    cert: given(tls.clientCertificate),
    key: given(tls.clientKey),
  };
}

function given(text: string): string | undefined {
  return text === "" ? undefined : text;
}
