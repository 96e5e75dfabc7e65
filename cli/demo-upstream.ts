// npm run demo:upstream -- --name prod --port 9001: an OpenAI-compatible server without a model.

import { parseArgs } from "node:util";
import { createFakeModel } from "../test/support/fake-model/fake-model.ts";
import { type Fault, faults, parseFault } from "../test/support/fake-model/fault.ts";

const usage = `usage: npm run demo:upstream -- [options]
  --name TEXT           told in each answer (default fake)
  --port N              0: chosen by the system (default 0)
  --tokens N            tokens of an answer (default 16)
  --token-delay-ms N    between two tokens of a stream (default 50)
  --head-delay-ms N     before the head of an answer (default 0)
  --fault NAME          what goes wrong with every request: ${faults.join(", ")}
`;

try {
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
  const model = await createFakeModel({
    name: values.name,
    port: parseNumber("--port", values.port),
    tokens: parseNumber("--tokens", values.tokens),
    tokenDelayMs: parseNumber("--token-delay-ms", values["token-delay-ms"]),
    headDelayMs: parseNumber("--head-delay-ms", values["head-delay-ms"]),
    fault: readFault(values.fault),
  });
  process.stdout.write(`fake model server "${model.name}" at ${model.url}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n${usage}`);
  process.exit(2);
}

function parseNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RangeError(`${option} ${text}: must be a whole number`);
}

function readFault(text: string | undefined): Fault | undefined {
  const fault = parseFault(text);
  if (text !== undefined && fault === undefined) {
    throw new RangeError(`--fault ${text}: must be one of ${faults.join(", ")}`);
  }
  return fault;
}
