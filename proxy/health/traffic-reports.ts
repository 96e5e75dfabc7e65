import { create } from "@bufbuild/protobuf";
import { type TrafficReport, TrafficReportSchema } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { WatchedCounts } from "../observe/watched-traffic.ts";

/** Tells the server how attempts at watched deployments fare; what is counted while nobody listens is forgotten. */
export class TrafficReports {
  #onReport: ((report: TrafficReport) => void) | undefined;

  follow(onReport: (report: TrafficReport) => void): void {
    this.#onReport = onReport;
  }

  unfollow(): void {
    this.#onReport = undefined;
  }

  note(counts: readonly WatchedCounts[]): void {
    const deployments = counts.map(({ deploymentId, step, requests, failures, slow }) => ({
      deploymentId,
      step,
      requests: BigInt(requests),
      failures: BigInt(failures),
      slow: BigInt(slow),
    }));
    this.#onReport?.(create(TrafficReportSchema, { deployments }));
  }
}
