import { enableCompileCache } from "../kit/enable-compile-cache.ts";
import { runUntilSignal } from "../kit/run-until-signal.ts";

enableCompileCache(process.env);
const { startProxy } = await import("./app.ts");
const { readProxyConfig } = await import("./config.ts");

await runUntilSignal(() => startProxy(readProxyConfig(process.env)));
