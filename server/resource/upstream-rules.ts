import { createPrivateKey, X509Certificate } from "node:crypto";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { UpstreamSpecSchema } from "../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
import type { UpstreamTls } from "../../gen/es/weir/inference/v1alpha1/upstream_tls_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { FieldViolation } from "./api-error.ts";
import { assertUnattached } from "./assert-unattached.ts";
import type { Rules } from "./rules.ts";
import { targetViolations } from "./target-violations.ts";

export function createUpstreamRules({ codec }: { readonly codec: ResourceCodec }): Rules<"upstream"> {
  return {
    kind: "upstream",
    specSchema: UpstreamSpecSchema,
    // What refers to it goes through a lifecycle.
    initialStatus: Status.READY,

    complete: (spec) => [
      ...targetViolations(spec.targets, "targets"),
      ...targetViolations(spec.dnsTargets, "dns_targets"),
      ...tlsViolations(spec.tls),
    ],

    checkReferences: async () => {},

    holdings: () => ({ claims: [], links: [] }),

    async checkDelete(_upstream, row, reader) {
      await assertUnattached(row, { deployment: "upstream_id", service: "upstreams" }, { reader, codec });
      return "remove";
    },
  };
}

function tlsViolations(tls: UpstreamTls | undefined): FieldViolation[] {
  const violations: FieldViolation[] = [];
  for (const [field, pem] of [
    ["tls.ca_certificates", tls?.caCertificates ?? ""],
    ["tls.client_certificate", tls?.clientCertificate ?? ""],
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
    violations.push({ field: "tls.client_key", description: "holds no private key in PEM that can be read" });
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
