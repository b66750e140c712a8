/** One entry of a lease's log: whoever wrote the newest has the lease. */
export interface LeaseEntry {
  /** Counts from 1. */
  readonly number: number;
  /** Who wrote it; empty where the lease was given up. */
  readonly holder: string;
}

/** An open connection to the log of one lease. */
export interface LeaseLog {
  readonly newest: () => Promise<LeaseEntry | undefined>;
  /** Adds an entry and forgets those before it; answers whether it is the newest, which it is not where another has its number, or a higher one. Rejects with `DeviceFault`: of kind `quota` where there is no room. */
  readonly append: (entry: LeaseEntry) => Promise<boolean>;
  readonly close: () => void;
}

/** Where the tabs of one site keep their leases: in a browser, IndexedDB. */
export interface LeaseLogs {
  readonly open: (lease: string) => Promise<LeaseLog>;
}
