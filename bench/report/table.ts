import type { Figures, Workload } from "../workloads/workload.ts";

/** What a peer did with a workload: its figures, or why there are none. */
export type Outcome = Figures | string;

/** A table in Markdown: a row for each peer, with the ratio of its first figure to Weir's, or to the first row's. */
export function tableOf(workload: Workload, outcomes: ReadonlyMap<string, Outcome>): string {
  const [main] = workload.figures;
  const [first] = outcomes.values();
  const isBesideOthers = outcomes.has("weir");
  const base = isBesideOthers ? outcomes.get("weir") : first;
  const ratioOf = (figures: Figures): string => {
    if (base === undefined || typeof base === "string") return "";
    const ratio = isBesideOthers ? base[main.name]! / figures[main.name]! : figures[main.name]! / base[main.name]!;
    return `${ratio.toFixed(2)} x`;
  };
  const compared = isBesideOthers ? "Weir against it" : "against the first";
  const head = ["", ...workload.figures.map(({ title }) => title), compared];
  const rows = [...outcomes].map(([peer, outcome]) => {
    if (typeof outcome === "string") return [peer, ...workload.figures.map(() => "-"), outcome];
    return [peer, ...workload.figures.map(({ name, digits }) => textOf(outcome[name]!, digits)), ratioOf(outcome)];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = line(head.map((_, index) => (index === 0 ? "---" : "---:")));
  return [`**${workload.name}**: ${workload.title}`, "", line(head), rule, ...rows.map(line)].join("\n");
}

/** What a peer has taken out of its answers can't be measured. */
function textOf(value: number, digits: number): string {
  return Number.isNaN(value) ? "-" : value.toFixed(digits);
}
