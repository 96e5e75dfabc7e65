import { enableCompileCache } from "node:module";
import { runUntilSignal } from "../kit/run-until-signal.ts";

// Before anything else is loaded: what it loads starts faster the second time.
enableCompileCache();
const { startServer } = await import("./app.ts");
const { readServerConfig } = await import("./config.ts");

await runUntilSignal(() => startServer(readServerConfig(process.env)));
