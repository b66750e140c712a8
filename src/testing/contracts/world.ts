import { describe, expect, it } from 'vitest';
import type { Timer } from '../../kernel/time.ts';
import type { World } from '../../kernel/world.ts';
import type { Until } from './until.ts';

interface Made {
  readonly world: World;
  readonly until: Until;
}

type After = (delayMs: number, job: () => void) => Timer;

/** The suite that every world passes: real, simulated and fake. */
export function worldContract(name: string, made: () => Made): void {
  const wait = (after: After, delayMs: number): Promise<void> =>
    new Promise((resolve) => void after(delayMs, resolve));

  describe(`a world: ${name}`, () => {
    it('passes as much of the machine\u2019s time as a timer was told, or more', async () => {
      const { world, until } = made();
      const before = world.host.elapsedMs();
      await until(wait(world.host.after, 5));
      // A browser's clock may be coarser than its timers.
      expect(world.host.elapsedMs() - before).toBeGreaterThanOrEqual(4);
    });

    it('tells the date in whole milliseconds, and goes on doing so', async () => {
      const { world, until } = made();
      const before = world.service.now();
      expect(Number.isInteger(before)).toBe(true);
      expect(before).toBeGreaterThan(Date.UTC(2020));
      await until(wait(world.service.after, 5));
      expect(world.service.now()).toBeGreaterThan(before);
    });

    it('draws whole numbers of 32 bits, from all of their range', () => {
      const { random } = made().world;
      const drawn = Array.from({ length: 1_000 }, () => random.nextUint32());
      expect(drawn.every((each) => Number.isInteger(each) && each >= 0 && each < 2 ** 32)).toBe(
        true,
      );
      expect(new Set(drawn).size).toBeGreaterThan(990);
      for (const bit of [0, 31]) {
        const ones = drawn.filter((each) => (each >>> bit) % 2 === 1).length;
        expect(ones, `ones of bit ${String(bit)}`).toBeGreaterThan(350);
        expect(ones, `ones of bit ${String(bit)}`).toBeLessThan(650);
      }
    });

    describe.each(['host', 'service'] as const)('its timers of %s time', (time) => {
      it('run once, later, and the sooner ones first', async () => {
        const { world, until } = made();
        const { after } = world[time];
        const ran: string[] = [];
        const distant = after(25_000, () => ran.push('distant'));
        after(0, () => ran.push('at once'));
        after(3, () => ran.push('soon'));
        expect(ran).toEqual([]);
        await until(wait(after, 20));
        await until(wait(after, 20));
        distant.cancel();
        expect(ran).toEqual(['at once', 'soon']);
      });

      it('do not run when they are cancelled; who cancels one that ran changes nothing', async () => {
        const { world, until } = made();
        const { after } = world[time];
        const ran: string[] = [];
        const cancelled = after(2, () => ran.push('cancelled'));
        const first = after(1, () => ran.push('first'));
        cancelled.cancel();
        await until(wait(after, 10));
        first.cancel();
        expect(ran).toEqual(['first']);
      });

      it('may start others', async () => {
        const { world, until } = made();
        const { after } = world[time];
        await until(
          new Promise<void>((resolve) => {
            after(1, () => after(1, resolve));
          }),
        );
      });
    });
  });
}
