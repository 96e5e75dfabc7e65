import { enableCompileCache } from "../kit/enable-compile-cache.ts";
import { runUntilSignal } from "../kit/run-until-signal.ts";

enableCompileCache(process.env);

await runUntilSignal(async () => {
  const { readProxyConfig } = await import("./config.ts");
  const { startWorkers } = await import("./start-workers.ts");
  const config = readProxyConfig(process.env);
  const workers = startWorkers(config);
  const { startProxy } = await import("./app.ts");
  return startProxy(config, workers);
});
