/** The sum of a metric's samples whose labels contain a text. */
export async function readMetric(adminUrl: string, name: string, labels = ""): Promise<number> {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  const samples = text.split("\n").filter((line) => {
    const rest = line.slice(name.length);
    return line.startsWith(name) && (rest.startsWith(" ") || rest.startsWith("{")) && rest.includes(labels);
  });
  return samples.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
}
