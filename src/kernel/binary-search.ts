/** Index of the first element `>= wanted` in an ascending list, or in its stretch `[from, to)`; `to` when there is none. */
export function lowerBound<T extends string | number>(
  sorted: readonly T[],
  wanted: T,
  from = 0,
  to = sorted.length,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as T) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the last element `<= wanted` in an ascending list; -1 when there is none. */
export function floorIndex<T extends string | number>(sorted: readonly T[], wanted: T): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as T) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
