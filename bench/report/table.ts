import type { Figures, Workload } from "../workloads/workload.ts";

/** What a peer did with a workload: its figures, or why there are none. */
export type Outcome = Figures | string;

/** A table in Markdown: a row for each peer, with the ratio of the first figure to Weir's. */
export function tableOf(workload: Workload, outcomes: ReadonlyMap<string, Outcome>): string {
  const [main] = workload.figures;
  const weir = outcomes.get("weir");
  const own = typeof weir === "object" ? weir[main.name] : undefined;
  const head = ["", ...workload.figures.map(({ title }) => title), "Weir against it"];
  const rows = [...outcomes].map(([peer, outcome]) => {
    if (typeof outcome === "string") return [peer, ...workload.figures.map(() => "-"), outcome];
    const cells = workload.figures.map(({ name, digits }) => textOf(outcome[name]!, digits));
    return [peer, ...cells, own === undefined ? "" : `${(own / outcome[main.name]!).toFixed(2)} x`];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = line(head.map((_, index) => (index === 0 ? "---" : "---:")));
  return [`**${workload.name}**: ${workload.title}`, "", line(head), rule, ...rows.map(line)].join("\n");
}

/** What a peer has taken out of its answers can't be measured. */
function textOf(value: number, digits: number): string {
  return Number.isNaN(value) ? "-" : value.toFixed(digits);
}
