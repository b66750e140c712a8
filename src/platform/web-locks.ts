import type { Locks } from '../kernel/locks.ts';

/** How long a throw-away request stays in the queue. */
const POKE_MS = 100;

/** Web Locks, as whoever holds the lock `own` for good sees them: that lock tells which holder is us. */
export function webLocks(manager: LockManager, own: string): Locks {
  return {
    request: (name, { steal, granted, lost }) => {
      const leave = new AbortController();
      let letGo: (() => void) | undefined;
      const work = (): Promise<void> =>
        new Promise((resolve) => {
          letGo = resolve;
          if (leave.signal.aborted) resolve();
          else granted();
        });
      const options = steal ? { steal } : { signal: leave.signal };
      manager.request(name, options, work).catch(() => {
        if (!leave.signal.aborted) lost();
      });
      return {
        release: () => {
          leave.abort();
          letGo?.();
        },
      };
    },
    tryWith: async (name, work) => {
      const options = { ifAvailable: true };
      return manager.request(name, options, async (lock) => {
        if (lock !== null) await work();
        return lock !== null;
      });
    },
    held: async () => new Set((await heldBy(manager)).keys()),
    isMine: async (name) => {
      const holders = await heldBy(manager);
      const holder = holders.get(name);
      return holder !== undefined && holder === holders.get(own);
    },
    holds: () => true,
    poke: (name) => {
      const patience = new AbortController();
      setTimeout(() => patience.abort(), POKE_MS);
      manager.request(name, { signal: patience.signal }, () => undefined).catch(() => undefined);
      manager.query().catch(() => undefined);
    },
  };
}

/** Who holds what: the browser's id of a page or worker by the name of the lock. */
async function heldBy(manager: LockManager): Promise<ReadonlyMap<string, string | undefined>> {
  const { held = [] } = await manager.query();
  return new Map(held.map(({ name = '', clientId }) => [name, clientId]));
}
