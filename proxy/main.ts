import { enableCompileCache } from "../kit/enable-compile-cache.ts";
import { runUntilSignal } from "../kit/run-until-signal.ts";

enableCompileCache(process.env);

await runUntilSignal(async () => {
  const { readProxyConfig } = await import("./config.ts");
  const { startWorkers } = await import("./start-workers.ts");
  const config = readProxyConfig(process.env);
  const workers = startWorkers(config);
  // While the workers load, and before anything is read that another proxy may be writing.
  const { lockDataDirectory } = await import("./lock-data-directory.ts");
  const lock = await lockDataDirectory(config.dataDirectory);
  const { startProxy } = await import("./app.ts");
  const proxy = await startProxy(config, workers);
  return {
    close: async () => {
      await proxy.close();
      lock.release();
    },
  };
});
