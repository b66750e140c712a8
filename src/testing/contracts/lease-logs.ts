import { describe, expect, it } from 'vitest';
import type { LeaseLog, LeaseLogs } from '../../kernel/lease-log.ts';
import type { Until } from './until.ts';

interface Made {
  readonly logs: LeaseLogs;
  readonly until: Until;
}

let leases = 0;

/** The suite that all logs of leases pass. */
export function leaseLogsContract(name: string, made: () => Made): void {
  const opened = async (): Promise<{ one: LeaseLog; other: LeaseLog; until: Until }> => {
    const { logs, until } = made();
    const lease = `contract ${String(++leases)} ${String(Date.now())}`;
    const one = await until(logs.open(lease));
    return { one, other: await until(logs.open(lease)), until };
  };

  describe(`logs of leases: ${name}`, () => {
    it('are empty at first, and tell the newest entry, through every connection', async () => {
      const { one, other, until } = await opened();
      expect(await until(one.newest())).toBeUndefined();
      expect(await until(one.append({ number: 1, holder: 'a' }))).toBe(true);
      expect(await until(other.newest())).toEqual({ number: 1, holder: 'a' });
      expect(await until(other.append({ number: 2, holder: '' }))).toBe(true);
      expect(await until(one.newest())).toEqual({ number: 2, holder: '' });
      one.close();
      other.close();
    });

    it('take no entry whose number is taken, or was overtaken', async () => {
      const { one, other, until } = await opened();
      expect(await until(one.append({ number: 5, holder: 'a' }))).toBe(true);
      for (const number of [5, 4, 1])
        expect(await until(other.append({ number, holder: 'b' })), String(number)).toBe(false);
      expect(await until(other.newest())).toEqual({ number: 5, holder: 'a' });
      expect(await until(other.append({ number: 9, holder: 'b' }))).toBe(true);
      expect(await until(one.newest())).toEqual({ number: 9, holder: 'b' });
      one.close();
      other.close();
    });

    it('give a number to one of those who want it at once', async () => {
      const { one, other, until } = await opened();
      for (let number = 1; number <= 10; number++) {
        const outcomes = await until(
          Promise.all([one.append({ number, holder: 'a' }), other.append({ number, holder: 'b' })]),
        );
        expect(outcomes.filter((isNewest) => isNewest)).toHaveLength(1);
        const holder = outcomes[0] ? 'a' : 'b';
        expect(await until(one.newest())).toEqual({ number, holder });
      }
      one.close();
      other.close();
    });

    it('know nothing of each other', async () => {
      const { logs, until } = made();
      const [one, other] = await until(
        Promise.all([logs.open('contract of one'), logs.open('contract of another')]),
      );
      const last = (await until(one.newest()))?.number ?? 0;
      const before = await until(other.newest());
      expect(await until(one.append({ number: last + 1, holder: 'a' }))).toBe(true);
      expect(await until(other.newest())).toEqual(before);
      one.close();
      other.close();
    });
  });
}
