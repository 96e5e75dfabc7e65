import type { HttpHealthCheck } from "../../gen/es/weir/inference/v1alpha1/health_check_pb.ts";
import { askTarget } from "../target/ask-target.ts";
import type { Probe, ProbeContext } from "./probe.ts";

/** A GET request on a connection of its own; the target is well when the status of its answer is expected. */
export function httpProbe({ path, expectedStatuses }: HttpHealthCheck, { address, tls, dialer }: ProbeContext): Probe {
  const whole = `${address.basePath}${path === "" ? "/health" : path}`;
  return (signal) =>
    askTarget({ address, path: whole, tls, dialer, userAgent: "weir-health", signal }, async (response) => {
      // Only the head is needed.
      response.resume();
      const status = response.statusCode ?? 0;
      if (!isExpected(status, expectedStatuses)) throw new Error(`status ${status}`);
    });
}

function isExpected(status: number, expected: readonly number[]): boolean {
  return expected.length === 0 ? status >= 200 && status <= 299 : expected.includes(status);
}
