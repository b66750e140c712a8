import { describe, expect, it } from 'vitest';
import type { LockClaim, Locks } from '../../kernel/locks.ts';
import type { Until } from './until.ts';

interface Made {
  /** As two tabs see the same locks. */
  readonly tabs: readonly [Locks, Locks];
  readonly until: Until;
}

const NAME = 'the lock';

interface Asked {
  readonly heard: string[];
  readonly granted: Promise<void>;
  readonly lost: Promise<void>;
  readonly release: () => void;
}

function ask(locks: Locks, { steal = false } = {}): Asked {
  const heard: string[] = [];
  const hears = (word: string): [Promise<void>, () => void] => {
    let resolve: () => void = () => undefined;
    const promise = new Promise<void>((settle) => {
      resolve = settle;
    });
    return [
      promise,
      () => {
        heard.push(word);
        resolve();
      },
    ];
  };
  const [granted, onGranted] = hears('granted');
  const [lost, onLost] = hears('lost');
  const claim: LockClaim = { steal, granted: onGranted, lost: onLost };
  return { heard, granted, lost, ...locks.request(NAME, claim) };
}

/** The suite that all locks between tabs pass. `made` gives locks that nobody holds. */
export function locksContract(name: string, made: () => Promise<Made>): void {
  describe(`locks between tabs: ${name}`, () => {
    it('are held by one at most: the next has it when the first lets go', async () => {
      const { tabs, until } = await made();
      const first = ask(tabs[0]);
      await until(first.granted);
      const second = ask(tabs[1]);
      expect(await until(tabs[1].held())).toContain(NAME);
      expect(second.heard).toEqual([]);
      first.release();
      await until(second.granted);
      expect(first.heard).toEqual(['granted']);
      second.release();
    });

    it('are never granted to who has left the queue', async () => {
      const { tabs, until } = await made();
      const first = ask(tabs[0]);
      await until(first.granted);
      const left = ask(tabs[1]);
      const third = ask(tabs[1]);
      left.release();
      first.release();
      await until(third.granted);
      expect(left.heard).toEqual([]);
      third.release();
    });

    it('can be stolen: who had it hears of that once', async () => {
      const { tabs, until } = await made();
      const first = ask(tabs[0]);
      await until(first.granted);
      const thief = ask(tabs[1], { steal: true });
      await until(Promise.all([first.lost, thief.granted]));
      expect(first.heard).toEqual(['granted', 'lost']);
      first.release();
      expect(await until(tabs[0].held())).toContain(NAME);
      thief.release();
    });

    it('tell each tab whether it is the holder', async () => {
      const { tabs, until } = await made();
      expect(await until(tabs[0].isMine(NAME))).toBe(false);
      const first = ask(tabs[0]);
      await until(first.granted);
      expect(await until(tabs[0].isMine(NAME))).toBe(true);
      expect(await until(tabs[1].isMine(NAME))).toBe(false);
      expect(tabs[0].holds(NAME)).toBe(true);
      first.release();
    });

    it('can be tried: the work runs with the lock in hand, or not at all', async () => {
      const { tabs, until } = await made();
      const ran: string[] = [];
      const outcome = await until(
        tabs[0].tryWith(NAME, async () => {
          ran.push('first');
          expect(await tabs[1].tryWith(NAME, async () => void ran.push('second'))).toBe(false);
        }),
      );
      expect(outcome).toBe(true);
      expect(ran).toEqual(['first']);
      const later = ask(tabs[1]);
      await until(later.granted);
      expect(await until(tabs[0].tryWith(NAME, async () => void ran.push('third')))).toBe(false);
      expect(ran).toEqual(['first']);
      later.release();
    });

    it('are free again after work that failed', async () => {
      const { tabs, until } = await made();
      const failing = tabs[0].tryWith(NAME, () => Promise.reject(new Error('planted')));
      await expect(until(failing)).rejects.toThrow('planted');
      const next = ask(tabs[1]);
      await until(next.granted);
      next.release();
    });

    it('of one tab that pokes another stay with who holds them and is there', async () => {
      const { tabs, until } = await made();
      const first = ask(tabs[0]);
      await until(first.granted);
      tabs[1].poke(NAME);
      expect(await until(tabs[0].isMine(NAME))).toBe(true);
      expect(first.heard).toEqual(['granted']);
      first.release();
    });
  });
}
