import type { ReportUsageRequest } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";

const timeoutMs = 10_000;

/** The server's answer to a batch. */
export interface SendOutcome {
  /** `refused`: it will never be stored. `failed`: not now. */
  readonly result: "stored" | "refused" | "failed";
  /** Why it was not stored; empty where it was. */
  readonly reason: string;
}

type Report = (batch: ReportUsageRequest) => Promise<SendOutcome>;

/** How batches of usage get to the server. What it takes is loaded with the first of them. */
export function createUsageSender({
  controlUrl,
  readToken,
}: {
  readonly controlUrl: URL;
  readonly readToken: () => Promise<string>;
}): Report {
  let report: Report | undefined;
  return async (batch) => {
    report ??= await connect(controlUrl, readToken);
    return report(batch);
  };
}

async function connect(controlUrl: URL, readToken: () => Promise<string>): Promise<Report> {
  const { Code, ConnectError, createClient } = await import("@connectrpc/connect");
  const { createGrpcTransport } = await import("@connectrpc/connect-node");
  const { ConfigService } = await import("../../gen/es/weir/config/v1alpha1/config_service_pb.ts");
  const client = createClient(ConfigService, createGrpcTransport({ baseUrl: controlUrl.href }));
  const refusals = new Set([Code.InvalidArgument, Code.OutOfRange]);
  // The server has looked at the batch. All other errors say that it is away, or that it does not know the proxy.
  const failures = new Set([
    Code.Internal,
    Code.Unknown,
    Code.DataLoss,
    Code.ResourceExhausted,
    Code.FailedPrecondition,
  ]);
  return async (batch) => {
    const headers = { authorization: `Bearer ${await readToken()}` };
    try {
      await client.reportUsage(batch, { headers, timeoutMs });
      return { result: "stored", reason: "" };
    } catch (error) {
      const { code, rawMessage } = ConnectError.from(error);
      if (refusals.has(code)) return { result: "refused", reason: rawMessage };
      if (failures.has(code)) return { result: "failed", reason: rawMessage };
      throw error;
    }
  };
}
