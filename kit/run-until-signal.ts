import { SettingsError } from "./settings.ts";

/** A running server or proxy. */
export interface Running {
  close(): Promise<void>;
  /** Reads files again that may have changed; undefined when the process follows no files. */
  reload?(): Promise<void> | void;
}

/**
 * Runs a process: starts it, has it reload at SIGHUP, and closes it at SIGTERM or SIGINT. A second of those ends it at
 * once; SIGHUP never does, also while it starts. Exits with 0 after a clean close, 1 when starting or closing failed,
 * 2 when a setting is wrong.
 */
export async function runUntilSignal(start: () => Promise<Running>): Promise<void> {
  let running: Running | undefined;
  // The process may have read its files before the signal came.
  let reloadWhenStarted = false;
  process.on("SIGHUP", () => {
    if (running === undefined) reloadWhenStarted = true;
    else reload(running);
  });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        resolve();
        process.once(signal, () => process.exit(1));
      });
    }
  });
  try {
    running = await start();
    if (reloadWhenStarted) reload(running);
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

async function reload(running: Running): Promise<void> {
  try {
    await running.reload?.();
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = "code" in error && typeof error.code === "string";
  const text = expected ? `${error.name}: ${error.message}` : (error.stack ?? error.message);
  return error.cause === undefined ? text : `${text}\ncaused by: ${describe(error.cause)}`;
}
