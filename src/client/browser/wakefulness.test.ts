import { describe, expect, it } from 'vitest';
import { Wakefulness } from './wakefulness.ts';

/** A page whose idle turns the test runs. */
function page(): {
  readonly wakefulness: Wakefulness;
  readonly turn: () => boolean;
  readonly turns: () => number;
} {
  const jobs: (() => void)[] = [];
  const wakefulness = new Wakefulness((job) => jobs.push(job));
  const turn = (): boolean => {
    const job = jobs.shift();
    job?.();
    return job !== undefined;
  };
  const turns = (): number => {
    let count = 0;
    while (turn()) count++;
    return count;
  };
  return { wakefulness, turn, turns };
}

describe('a page that waits for an answer', () => {
  it('stays awake until the answer has come', () => {
    const { wakefulness, turn, turns } = page();
    for (let message = 0; message < 200; message++) {
      wakefulness.sent();
      expect(turn()).toBe(true);
      wakefulness.answered();
      expect(turns()).toBe(1);
    }
  });

  it('goes on with the turns it has when the next message is out before they end', () => {
    const { wakefulness, turn, turns } = page();
    wakefulness.sent();
    turn();
    wakefulness.answered();
    wakefulness.sent();
    wakefulness.sent();
    expect(turns()).toBe(40);
  });

  it('sleeps when the answer takes long, and with the messages after it', () => {
    const { wakefulness, turns } = page();
    wakefulness.sent();
    expect(turns()).toBe(40);
    for (let message = 0; message < 64; message++) {
      wakefulness.sent();
      expect(turns()).toBe(0);
      wakefulness.answered();
    }
    wakefulness.sent();
    expect(turns()).toBe(40);
  });
});
