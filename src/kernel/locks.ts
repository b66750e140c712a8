/** What a claim on a lock hears. */
export interface LockClaim {
  /** Takes the lock from whoever holds it, instead of waiting for it. */
  readonly steal: boolean;
  readonly granted: () => void;
  /** Called once when the lock, granted or not, will not be ours any more: stolen, or refused by the browser. */
  readonly lost: () => void;
  /** Called once instead of `granted` where waiting is of no use. */
  readonly refused?: (why: unknown) => void;
}

/** Locks between the tabs of one site, each held by one at most: Web Locks in a browser. They end with who holds them. */
export interface Locks {
  /** Queues for the lock. `release` leaves the queue, or lets go of the lock; neither is called after it. */
  request(name: string, claim: LockClaim): { readonly release: () => void };
  /** Runs `work` with the lock in hand, unless somebody has it now; answers whether it ran. */
  tryWith(name: string, work: () => Promise<void>): Promise<boolean>;
  /** Names of all locks that anybody holds. */
  held(): Promise<ReadonlySet<string>>;
  /** Whether it is we who hold the lock. */
  isMine(name: string): Promise<boolean>;
  /** Whether, by our own clock, nobody can have taken the lock from us yet without being told. Asked while we have it. */
  holds(name: string): boolean;
  /** Makes the browser look whether the holder is a page in its back/forward cache, and throw that page away. */
  poke(name: string): void;
}
