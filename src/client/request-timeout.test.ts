import { describe, expect, it } from 'vitest';
import { RequestTimeout } from './request-timeout.ts';

/** What is late at each of so many looks. */
function looks(
  patience: RequestTimeout,
  count: number,
  progress: (look: number) => readonly [sent: number, answered: number],
): number[] {
  return Array.from({ length: count }, (_, look) => patience.look(...progress(look)));
}

describe('requests are late', () => {
  it('thirty looks after they were sent, when nothing is answered', () => {
    const late = looks(new RequestTimeout(), 62, (look) => [look < 20 ? 3 : 5, 0]);
    expect(late.indexOf(3)).toBe(30);
    expect(late.indexOf(5)).toBe(50);
  });

  it('not while others before them are answered, however many there are', () => {
    const late = looks(new RequestTimeout(), 200, (look) => [1_000, look + 1]);
    // Those up to what had been answered then: there are none left.
    expect(late.every((upTo, look) => upTo <= Math.max(0, look + 1 - 30))).toBe(true);
  });

  it('thirty looks after others have overtaken them, whatever is answered meanwhile', () => {
    const late = looks(new RequestTimeout(), 40, (look) => [10 + look, 9 + look]);
    expect(late.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 0));
    expect(late[30]).toBe(9);
  });

  it('never because of what was before nobody waited', () => {
    const patience = new RequestTimeout();
    const silence = [4, 3] as const;
    looks(patience, 29, () => silence);
    patience.rest();
    expect(looks(patience, 30, () => silence).every((upTo) => upTo === 0)).toBe(true);
  });
});
