// The conformance suite of Connect against our server stack: `npm run conformance`. It needs Go, which builds the suite
// from the module that test/tools/go.mod pins; the service's protobuf files come out of the same module.

import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { installTools } from "../tools/install-tools.ts";

const root = join(import.meta.dirname, "../..");
const here = "test/conformance";

const tools = await installTools();
const [module] = execFileSync("go", ["list", "-m", "-f", "{{.Dir}}", "connectrpc.com/conformance"], {
  cwd: join(root, "test/tools"),
  encoding: "utf8",
}).split("\n");
const generate = ["generate", join(module!, "proto"), "--template", `${here}/buf.gen.yaml`];
execFileSync("buf", generate, { cwd: root, stdio: "inherit" });
const { status } = spawnSync(
  join(tools, "connectconformance"),
  [
    ...["--mode", "server", "--conf", `${here}/config.yaml`],
    ...process.argv.slice(2),
    ...["--", process.execPath, `${here}/server.ts`],
  ],
  { cwd: root, stdio: "inherit" },
);
process.exit(status ?? 1);
