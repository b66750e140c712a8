/**
 * Remembers which life of a worker ended last. Where tabs cannot share a database, the next page need not wait until the lease of that
 * life is over: a reload would take seconds.
 */
export function readEndedLife(database: string): string | undefined {
  try {
    return localStorage.getItem(keyOf(database)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeEndedLife(database: string, life: string): void {
  try {
    localStorage.setItem(keyOf(database), life);
  } catch {
    // Who comes next waits.
  }
}

const keyOf = (database: string): string => `${database}/gone`;
