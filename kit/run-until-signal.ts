import { SettingsError } from "./settings.ts";

/**
 * Runs a process: starts it, and closes it at SIGTERM or SIGINT. A second signal ends it at once. Exits with 0 after a
 * clean close, 1 when starting or closing failed, 2 when a setting is wrong.
 */
export async function runUntilSignal(start: () => Promise<{ close(): Promise<void> }>): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        resolve();
        process.once(signal, () => process.exit(1));
      });
    }
  });
  try {
    const running = await start();
    await stopped;
    await running.close();
    process.exit(0);
  } catch (error) {
    if (error instanceof SettingsError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(2);
    }
    process.stderr.write(`${describe(error)}\n`);
    process.exit(1);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = "code" in error && typeof error.code === "string";
  const text = expected ? `${error.name}: ${error.message}` : (error.stack ?? error.message);
  return error.cause === undefined ? text : `${text}\ncaused by: ${describe(error.cause)}`;
}
