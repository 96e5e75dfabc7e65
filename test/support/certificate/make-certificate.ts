import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes a self-signed certificate for localhost and 127.0.0.1, and its key, with a common name to tell it by. */
export function makeCertificate(commonName: string, days = 30): { readonly certificate: string; readonly key: string } {
  const directory = mkdtempSync(join(tmpdir(), "weir-certificate-"));
  try {
    const [certPath, keyPath] = [join(directory, "cert.pem"), join(directory, "key.pem")];
    execFileSync("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-keyout", keyPath, "-out", certPath, "-days", String(days), "-subj", `/CN=${commonName}`],
      ...["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
    ]);
    return { certificate: readFileSync(certPath, "utf8"), key: readFileSync(keyPath, "utf8") };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
