const width = 720;
const height = 260;
const left = 60;
const bottom = 40;
const top = 40;
const colors = ["#0b7285", "#e8590c", "#5c940d", "#862e9c"];

/** A drawing of values over time, from zero. @param unitX of one step between values, as in `minutes` */
export function linePlot(title: string, unitX: string, lines: Readonly<Record<string, readonly number[]>>): string {
  const all = Object.values(lines);
  const count = Math.max(...all.map(({ length }) => length));
  const most = Math.max(...all.flat()) * 1.1;
  const x = (index: number): number => left + ((width - left - 20) * index) / Math.max(1, count - 1);
  const y = (value: number): number => height - bottom - ((height - bottom - top) * value) / most;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(most * share).toFixed(1);
    const label = `<text x="${left - 6}" y="${at}" text-anchor="end" fill="#777">${(most * share).toFixed(0)}</text>`;
    return `<line x1="${left}" y1="${at}" x2="${width - 20}" y2="${at}" stroke="#eee"/>${label}`;
  });
  const drawn = Object.entries(lines).map(([name, values], index) => {
    const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
    const color = colors[index % colors.length];
    const key = `<text x="${left + index * 150}" y="${height - 8}" fill="${color}">${name}</text>`;
    return `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="1.5"/>${key}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="13">
<title>${title}</title>
<rect width="100%" height="100%" fill="white"/>
<text x="10" y="18" font-weight="bold">${title}</text>
<text x="${width - 20}" y="${height - 22}" text-anchor="end" fill="#777">${count} ${unitX}</text>
${ticks.join("\n")}
${drawn.join("\n")}
</svg>
`;
}
