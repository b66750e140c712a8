import { describe, expect, it } from 'vitest';
import type { DatabaseLocks } from '../../client/browser/database-locks.ts';

const NAME = 'consumer';
const never = new AbortController().signal;

/** The suite that all locks of consumers pass. `made` gives locks that nobody holds. */
export function consumerLocksContract(name: string, made: () => DatabaseLocks): void {
  describe(`locks of consumers: ${name}`, () => {
    it('are held by one at most, in the order in which they were asked for', async () => {
      const locks = made();
      const order: string[] = [];
      const release = await locks.take(NAME, never);
      const waiting = ['second', 'third'].map(async (each) => {
        const letGo = await locks.take(NAME, never);
        order.push(each);
        letGo();
      });
      (await locks.take('another', never))();
      expect(order).toEqual([]);
      release();
      await Promise.all(waiting);
      expect(order).toEqual(['second', 'third']);
    });

    it('are not waited for any longer when the signal aborts, and go to the next', async () => {
      const locks = made();
      const release = await locks.take(NAME, never);
      const patience = new AbortController();
      const impatient = locks.take(NAME, patience.signal);
      const patient = locks.take(NAME, never);
      patience.abort();
      await expect(impatient).rejects.toHaveProperty('name', 'AbortError');
      release();
      (await patient)();
    });

    it('stay with who has one when its signal aborts', async () => {
      const locks = made();
      const holding = new AbortController();
      const release = await locks.take(NAME, holding.signal);
      holding.abort();
      let isTaken = false;
      const next = locks.take(NAME, never).then((letGo) => {
        isTaken = true;
        letGo();
      });
      (await locks.take('another', never))();
      expect(isTaken).toBe(false);
      release();
      await next;
    });

    it('are not taken with a signal that has aborted', async () => {
      const locks = made();
      await expect(locks.take(NAME, AbortSignal.abort())).rejects.toHaveProperty(
        'name',
        'AbortError',
      );
      (await locks.take(NAME, never))();
    });
  });
}
