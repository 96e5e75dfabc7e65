import { mkdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

export interface ResultsOfToday {
  readonly date: string;
  readonly machine: string;
  /** Is there. */
  readonly folder: string;
}

/** Where results are kept, and what is said of where they come from. */
export function resultsOfToday(): ResultsOfToday {
  const date = new Date().toISOString().slice(0, 10);
  const folder = join(import.meta.dirname, "../results", date);
  mkdirSync(folder, { recursive: true });
  return { date, folder, machine: machineText() };
}

export function machineText(): string {
  return `${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.versions.node}`;
}
