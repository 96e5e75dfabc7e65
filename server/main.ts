import { enableCompileCache } from "../kit/enable-compile-cache.ts";
import { runUntilSignal } from "../kit/run-until-signal.ts";

enableCompileCache(process.env);

await runUntilSignal(async () => {
  const { readServerConfig } = await import("./config.ts");
  const config = readServerConfig(process.env);
  const { startServer } = await import("./app.ts");
  return startServer(config);
});
