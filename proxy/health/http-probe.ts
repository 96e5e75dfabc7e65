import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { HttpHealthCheck } from "../../gen/es/weir/inference/v1alpha1/health_check_pb.ts";
import type { Probe, ProbeContext } from "./probe.ts";

/** A GET request on a connection of its own; the target is well when the status of its answer is expected. */
export function httpProbe({ path, expectedStatuses }: HttpHealthCheck, { address, tls }: ProbeContext): Probe {
  const url = `${address.origin}${address.basePath}${path === "" ? "/health" : path}`;
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  return (signal) =>
    new Promise((resolve, reject) => {
      const request = send(
        url,
        { agent: false, signal, headers: { host: address.host, "user-agent": "weir-health" }, ...tls },
        (response) => {
          response.resume();
          const status = response.statusCode ?? 0;
          if (isExpected(status, expectedStatuses)) resolve();
          else reject(new Error(`status ${status}`));
          // Only the head is needed.
          request.destroy();
        },
      );
      request.once("error", reject);
      request.end();
    });
}

function isExpected(status: number, expected: readonly number[]): boolean {
  return expected.length === 0 ? status >= 200 && status <= 299 : expected.includes(status);
}
