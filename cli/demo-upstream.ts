// npm run demo:upstream -- --name prod --port 9001 [--tokens 16] [--token-delay-ms 50] [--head-delay-ms 0] [--fault NAME]

import { parseArgs } from "node:util";
import { createFakeModel } from "../test/support/fake-model/fake-model.ts";
import { faults, parseFault } from "../test/support/fake-model/fault.ts";

const { values } = parseArgs({
  options: {
    name: { type: "string", default: "fake" },
    port: { type: "string", default: "0" },
    tokens: { type: "string", default: "16" },
    "token-delay-ms": { type: "string", default: "50" },
    "head-delay-ms": { type: "string", default: "0" },
    fault: { type: "string" },
  },
});
if (values.fault !== undefined && parseFault(values.fault) === undefined) {
  process.stderr.write(`--fault ${values.fault}: must be one of ${faults.join(", ")}\n`);
  process.exit(2);
}
const model = await createFakeModel({
  name: values.name,
  port: Number(values.port),
  tokens: Number(values.tokens),
  tokenDelayMs: Number(values["token-delay-ms"]),
  headDelayMs: Number(values["head-delay-ms"]),
  fault: parseFault(values.fault),
});
process.stdout.write(`fake model server "${model.name}" at ${model.url}\n`);
