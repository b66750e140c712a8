/** Measured values by row (a workload) and column (a peer). */
export class Samples {
  readonly #values = new Map<string, Map<string, number[]>>();

  add(row: string, column: string, value: number): void {
    const columns = this.#values.get(row) ?? new Map<string, number[]>();
    this.#values.set(row, columns);
    const values = columns.get(column);
    if (values === undefined) columns.set(column, [value]);
    else values.push(value);
  }

  median(row: string, column: string): number | undefined {
    const values = this.#values.get(row)?.get(column);
    return values === undefined ? undefined : medianOf(values);
  }

  /** Value by value, one column by another: the n-th of both were measured together. */
  ratios(row: string, column: string, by: string): readonly number[] {
    const [above, below] = [column, by].map((each) => this.#values.get(row)?.get(each) ?? []);
    return (above ?? []).map((value, i) => value / (below?.[i] ?? Number.NaN));
  }

  count(row: string, column: string): number {
    return this.#values.get(row)?.get(column)?.length ?? 0;
  }
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Where the median lies with 95 % confidence, whatever the distribution: by ranks. */
export function medianInterval(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(0, Math.floor((sorted.length - 1.96 * Math.sqrt(sorted.length)) / 2));
  return [sorted[rank] ?? Number.NaN, sorted[sorted.length - 1 - rank] ?? Number.NaN];
}

/** The value that a share of all values do not exceed. */
export function percentileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
