import { type DestinationStream, type Logger, pino } from "pino";

export type Log = Logger;

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** So many bytes of lines wait at most while the log can't be written: several seconds of a busy worker. */
const longestBacklog = 16 * 1_048_576;

export type LogLevel = (typeof logLevels)[number];

/**
 * A log of JSON lines with `time` in ISO 8601 and `level` as a word. Fields that hold credentials are redacted wherever
 * they stand at the first two levels.
 *
 * @param options.destination standard output when absent
 * @param options.closedRecords the caller logs records of closed types, none of which holds a credential: redaction,
 *   which costs more than the rest of a line, is left out
 */
export function createLog(options: {
  readonly name: string;
  readonly level: LogLevel;
  readonly destination?: DestinationStream;
  readonly closedRecords?: boolean;
}): Log {
  return pino(
    {
      name: options.name,
      level: options.level,
      base: { name: options.name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact:
        options.closedRecords === true
          ? undefined
          : {
              paths: [
                "authorization",
                "secret",
                "token",
                "apiKey",
                "*.authorization",
                "*.secret",
                "*.token",
                "*.apiKey",
              ],
              censor: "[redacted]",
            },
    },
    options.destination ?? createLogDestination({ sync: true }),
  );
}

/**
 * Standard output as a destination that never throws: a process works also when its log can't be written, for example
 * because the disk is full. Lines wait in memory until it can be written again; those beyond 16 MiB are lost.
 */
export function createLogDestination({ sync }: { readonly sync: boolean }): ReturnType<typeof pino.destination> {
  const destination = pino.destination({ fd: 1, sync, maxLength: longestBacklog });
  destination.on("error", () => {});
  return destination;
}
