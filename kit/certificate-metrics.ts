import { Counter, Gauge, type Registry } from "prom-client";
import type { CertificateFiles } from "./certificate-files.ts";

export const certificateExpiry = "weir_tls_certificate_expiry_timestamp_seconds";

/** Registers what is known of the certificate that a process serves. */
export function registerCertificateMetrics(registry: Registry, certificates: CertificateFiles): void {
  new Gauge({
    name: certificateExpiry,
    help: "When the certificate that new connections get expires.",
    registers: [registry],
    collect() {
      this.set(certificates.expiresAtSeconds);
    },
  });
  new Counter({
    name: "weir_tls_certificate_failures_total",
    help: "How often the files had a certificate and a key that could not be used.",
    registers: [registry],
    collect() {
      this.reset();
      this.inc(certificates.failures);
    },
  });
}
