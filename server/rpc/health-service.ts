import { Code, ConnectError, type ServiceImpl } from "@connectrpc/connect";
import {
  type Health,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from "../../gen/es/grpc/health/v1/health_pb.ts";

/** gRPC health: the server as a whole (empty name) and each of its services serve until it stops. */
export function createHealthService(
  serviceNames: readonly string[],
  shutdown: AbortSignal,
): Partial<ServiceImpl<typeof Health>> {
  const statusOf = (service: string): ServingStatus | undefined => {
    if (service !== "" && !serviceNames.includes(service)) return undefined;
    return shutdown.aborted ? ServingStatus.NOT_SERVING : ServingStatus.SERVING;
  };
  return {
    check({ service }) {
      const status = statusOf(service);
      if (status === undefined) throw new ConnectError(`no service "${service}"`, Code.NotFound);
      return { status };
    },
    list() {
      const names = ["", ...serviceNames];
      return { statuses: Object.fromEntries(names.map((name) => [name, { status: statusOf(name) }])) };
    },
    async *watch({ service }, { signal }) {
      yield { status: statusOf(service) ?? ServingStatus.SERVICE_UNKNOWN };
      await aborted(AbortSignal.any([shutdown, signal]));
      if (!signal.aborted && shutdown.aborted) yield { status: ServingStatus.NOT_SERVING };
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
