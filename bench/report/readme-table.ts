import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Peer } from "../peers/peer.ts";
import type { ResultsOfToday } from "./results-of-today.ts";
import type { Outcome } from "./table.ts";

const readme = join(import.meta.dirname, "../../README.md");
const begin = "<!-- npm run bench -- --save writes from here -->";
const end = "<!-- to here -->";

/** Puts the figures of chat requests into the project's README, in place of those of an earlier run. */
export function writeReadmeTable(
  outcomes: ReadonlyMap<string, Outcome>,
  peers: readonly Peer[],
  { date, machine }: ResultsOfToday,
): void {
  const rows = peers.flatMap(({ name, does }) => {
    const outcome = outcomes.get(name);
    if (outcome === undefined || typeof outcome === "string") return [];
    const perSecond = Math.round(outcome.perSecond! / 10) * 10;
    return [
      `| ${name} | ${Math.round(outcome.micros!).toLocaleString("en")} | ${perSecond.toLocaleString("en")} | ${does} |`,
    ];
  });
  const folder = `bench/results/${date}`;
  const block = `${begin}

${machine}; [all of this run](${folder}/README.md).

| | µs CPU a request | requests/s | what it does |
| --- | ---: | ---: | --- |
${rows.join("\n")}

![CPU time of a chat request](${folder}/chat.svg)

${end}`;
  const text = readFileSync(readme, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`README.md has no place for the table: "${begin}" to "${end}"`);
  writeFileSync(readme, text.slice(0, from) + block + text.slice(to + end.length));
}
