import { enableCompileCache } from "../kit/enable-compile-cache.ts";
import { runUntilSignal } from "../kit/run-until-signal.ts";

enableCompileCache(process.env);
const { startServer } = await import("./app.ts");
const { readServerConfig } = await import("./config.ts");

await runUntilSignal(() => startServer(readServerConfig(process.env)));
