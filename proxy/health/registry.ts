import type { HealthCheck } from "../../gen/es/weir/inference/v1alpha1/health_check_pb.ts";
import type { Registry } from "../../kit/registry.ts";
import { grpcProbe } from "./grpc-probe.ts";
import { httpProbe } from "./http-probe.ts";
import type { Probe, ProbeContext } from "./probe.ts";
import { tcpProbe } from "./tcp-probe.ts";

export const probes: Registry<HealthCheck["kind"], ProbeContext, Probe> = {
  http: httpProbe,
  tcp: tcpProbe,
  grpc: grpcProbe,
};
