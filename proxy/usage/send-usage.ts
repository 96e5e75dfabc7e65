import type { ReportUsageRequest } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";

const timeoutMs = 10_000;

/** How batches of usage get to the server. What it takes is loaded with the first of them. */
export function createUsageSender({
  controlUrl,
  readToken,
}: {
  readonly controlUrl: URL;
  readonly readToken: () => Promise<string>;
}): (batch: ReportUsageRequest) => Promise<void> {
  let report: ((batch: ReportUsageRequest) => Promise<unknown>) | undefined;
  return async (batch) => {
    report ??= await connect(controlUrl, readToken);
    await report(batch);
  };
}

async function connect(
  controlUrl: URL,
  readToken: () => Promise<string>,
): Promise<(batch: ReportUsageRequest) => Promise<unknown>> {
  const { createClient } = await import("@connectrpc/connect");
  const { createGrpcTransport } = await import("@connectrpc/connect-node");
  const { ConfigService } = await import("../../gen/es/weir/config/v1alpha1/config_service_pb.ts");
  const client = createClient(ConfigService, createGrpcTransport({ baseUrl: controlUrl.href }));
  return async (batch) => {
    const headers = { authorization: `Bearer ${await readToken()}` };
    return client.reportUsage(batch, { headers, timeoutMs });
  };
}
