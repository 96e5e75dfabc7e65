/** Counts of durations in buckets, as Prometheus wants them. */
export class Histogram {
  readonly #bounds: readonly number[];
  /** Made with the first duration: most deployments of a large proxy are idle. */
  #counts: Float64Array | undefined;
  #sum = 0;

  /** @param bounds upper bounds in seconds, growing */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
  }

  observe(seconds: number): void {
    const bounds = this.#bounds;
    let index = 0;
    while (index < bounds.length && seconds > bounds[index]!) index++;
    this.#counts ??= new Float64Array(bounds.length + 1);
    this.#counts[index]! += 1;
    this.#sum += seconds;
  }

  /** The values that prom-client's JSON has for one histogram. */
  toValues(name: string, labels: Record<string, string>): object[] {
    let count = 0;
    const values: object[] = [];
    for (const [index, own] of (this.#counts ?? []).entries()) {
      count += own;
      const le = this.#bounds[index] ?? "+Inf";
      values.push({ metricName: `${name}_bucket`, labels: { le, ...labels }, value: count });
    }
    values.push({ metricName: `${name}_sum`, labels, value: this.#sum });
    values.push({ metricName: `${name}_count`, labels, value: count });
    return values;
  }
}
