// The client of bench/control: node client.ts URL TOKEN CREATES IN_FLIGHT. Prints {"seconds"} for all creates.

import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { GatewayService } from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";

const [url, token, creates, inFlight] = process.argv.slice(2);
const client = createClient(GatewayService, createGrpcTransport({ baseUrl: url! }));
const headers = { authorization: `Bearer ${token}` };
let next = 0;

async function createInTurn(): Promise<void> {
  while (next < Number(creates)) {
    next += 1;
    await client.createGateway(
      {
        name: `bench-${next}`,
        zones: ["local"],
        auth: { case: "coreWeaveAuth", value: {} },
        routing: { case: "pathBasedRouting", value: {} },
      },
      { headers },
    );
  }
}

await client.getGatewayParameters({}, { headers });
const start = performance.now();
await Promise.all(Array.from({ length: Number(inFlight) }, createInTurn));
process.stdout.write(JSON.stringify({ seconds: (performance.now() - start) / 1000 }));
process.exit(0);
