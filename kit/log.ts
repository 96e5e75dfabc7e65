import { type DestinationStream, type Logger, pino } from "pino";

export type Log = Logger;

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export type LogLevel = (typeof logLevels)[number];

/**
 * A log of JSON lines with `time` in ISO 8601 and `level` as a word. Fields that hold credentials are redacted wherever
 * they stand at the first two levels.
 *
 * @param destination standard output when absent
 */
export function createLog(options: { name: string; level: LogLevel; destination?: DestinationStream }): Log {
  return pino(
    {
      name: options.name,
      level: options.level,
      base: { name: options.name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ["authorization", "secret", "token", "apiKey", "*.authorization", "*.secret", "*.token", "*.apiKey"],
        censor: "[redacted]",
      },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
