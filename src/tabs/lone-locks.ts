import type { Locks } from '../kernel/locks.ts';

/** The locks of a tab that shares its database with nobody: all are free, and stay its own. */
export const loneLocks: Locks = {
  request: (_, { granted }) => {
    void Promise.resolve().then(granted);
    return { release: () => undefined };
  },
  tryWith: async (_, work) => {
    await work();
    return true;
  },
  held: () => Promise.resolve(new Set()),
  isMine: () => Promise.resolve(true),
  holds: () => true,
  poke: () => undefined,
};
