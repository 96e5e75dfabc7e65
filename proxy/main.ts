import { enableCompileCache } from "node:module";
import { runUntilSignal } from "../kit/run-until-signal.ts";

// Before anything else is loaded: what it loads starts faster the second time.
enableCompileCache();
const { startProxy } = await import("./app.ts");
const { readProxyConfig } = await import("./config.ts");

await runUntilSignal(() => startProxy(readProxyConfig(process.env)));
