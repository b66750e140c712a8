/** Keeps others away who reach the same database: other tabs, or other code of this page. */
export interface DatabaseLocks {
  /** Waits until nobody holds `name`, takes it, and answers what lets it go. Rejects when the signal aborts first. */
  readonly take: (name: string, signal: AbortSignal) => Promise<() => void>;
}
