import type { Workload } from "../workloads/workload.ts";
import type { Outcome } from "./table.ts";

const width = 720;
const barHeight = 22;
const left = 170;
const right = 90;
const top = 46;

/** A drawing of a workload's first figure: a bar for each peer, the cheapest first, on a scale of powers of ten. */
export function plotOf(workload: Workload, outcomes: ReadonlyMap<string, Outcome>): string {
  const [{ name, title, digits }] = workload.figures;
  const values = [...outcomes]
    .flatMap(([peer, outcome]) => (typeof outcome === "string" ? [] : [{ peer, value: outcome[name]! }]))
    .filter(({ value }) => value > 0)
    .sort((a, b) => a.value - b.value);
  if (values.length === 0) return "";
  const height = top + values.length * (barHeight + 6) + 14;
  const least = 10 ** Math.floor(Math.log10(values[0]!.value));
  const most = 10 ** Math.ceil(Math.log10(values.at(-1)!.value * 1.01));
  const x = (value: number): number =>
    left + ((width - left - right) * Math.log10(value / least)) / Math.log10(most / least);
  const lines: string[] = [];
  for (let tick = least; tick <= most * 1.001; tick *= 10) {
    const at = x(tick).toFixed(1);
    lines.push(`<line x1="${at}" y1="${top - 6}" x2="${at}" y2="${height - 12}" stroke="#ddd"/>`);
    lines.push(
      `<text x="${at}" y="${top - 10}" text-anchor="middle" fill="#777">${Number(tick.toPrecision(1))}</text>`,
    );
  }
  const bars = values.map(({ peer, value }, index) => {
    const y = top + index * (barHeight + 6);
    const fill = peer === "weir" ? "#0b7285" : "#adb5bd";
    return [
      `<text x="${left - 8}" y="${y + 16}" text-anchor="end">${peer}</text>`,
      `<rect x="${left}" y="${y}" width="${Math.max(1, x(value) - left).toFixed(1)}" height="${barHeight}" fill="${fill}"/>`,
      `<text x="${(x(value) + 6).toFixed(1)}" y="${y + 16}">${value.toFixed(digits)}</text>`,
    ].join("");
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="13">
<title>${workload.title}: ${title}</title>
<rect width="100%" height="100%" fill="white"/>
<text x="10" y="18" font-weight="bold">${workload.title}: ${title}</text>
${lines.join("\n")}
${bars.join("\n")}
</svg>
`;
}
