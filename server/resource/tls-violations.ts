import { createPrivateKey, X509Certificate } from "node:crypto";
import type { UpstreamTls } from "../../gen/es/weir/inference/v1alpha1/upstream_tls_pb.ts";
import type { FieldViolation } from "./api-error.ts";

/**
 * What is wrong with certificates and keys.
 *
 * @param at the path of the message
 */
export function tlsViolations(tls: UpstreamTls | undefined, at: string): FieldViolation[] {
  const violations: FieldViolation[] = [];
  for (const [field, pem] of [
    [`${at}.ca_certificates`, tls?.caCertificates ?? ""],
    [`${at}.client_certificate`, tls?.clientCertificate ?? ""],
  ] as const) {
    if (pem === "") continue;
    const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
    if (certificates.length === 0) {
      violations.push({ field, description: "holds no certificate in PEM: -----BEGIN CERTIFICATE----- is missing" });
    }
    for (const [index, certificate] of certificates.entries()) {
      try {
        new X509Certificate(certificate);
      } catch {
        violations.push({ field, description: `certificate ${index + 1} of ${certificates.length} can't be read` });
      }
    }
  }
  if (tls !== undefined && tls.clientKey !== "" && !isPrivateKey(tls.clientKey)) {
    violations.push({ field: `${at}.client_key`, description: "holds no private key in PEM that can be read" });
  }
  return violations;
}

function isPrivateKey(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}
