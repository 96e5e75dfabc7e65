import type { GrpcTransportOptions } from "@connectrpc/connect-node";
import {
  Health,
  HealthCheckResponse_ServingStatus as ServingStatus,
  HealthCheckResponse_ServingStatusSchema as ServingStatusSchema,
} from "../../gen/es/grpc/health/v1/health_pb.ts";
import type { GrpcHealthCheck } from "../../gen/es/weir/inference/v1alpha1/health_check_pb.ts";
import type { Probe, ProbeContext } from "./probe.ts";

/** A call of `grpc.health.v1.Health/Check`; the target is well when it answers SERVING. */
export function grpcProbe({ service }: GrpcHealthCheck, { address, tls, dialer }: ProbeContext): Probe {
  const client = createHealthClient(address.origin + address.basePath, {
    ...tls,
    lookup: dialer.lookupFor(address.origin),
  });
  return async (signal) => {
    // Before each check, because the first may come before it is known what must not be connected to.
    dialer.guard(address.origin);
    const { status } = await (await client).check({ service }, { signal });
    if (status !== ServingStatus.SERVING)
      throw new Error(`status ${ServingStatusSchema.value[status]?.name ?? status}`);
  };
}

/** Connect is loaded where a check needs it. */
async function createHealthClient(baseUrl: string, nodeOptions: GrpcTransportOptions["nodeOptions"]) {
  const [{ createClient }, { createGrpcTransport }] = await Promise.all([
    import("@connectrpc/connect"),
    import("@connectrpc/connect-node"),
  ]);
  return createClient(Health, createGrpcTransport({ baseUrl, nodeOptions }));
}
