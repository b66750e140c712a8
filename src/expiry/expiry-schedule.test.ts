import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { ExpirySchedule } from './expiry-schedule.ts';

const key = (n: number): KeyBytes => String(n).padStart(6, '0') as KeyBytes;

describe('what expires soon', () => {
  it('is remembered up to the horizon', () => {
    const schedule = new ExpirySchedule('ttl');
    expect(schedule.add(key(1), 10)).toBe(false);
    schedule.horizon = 100;
    expect(schedule.add(key(1), 99)).toBe(true);
    expect(schedule.add(key(2), 100)).toBe(false);
    expect(schedule.due(99, 10)).toEqual([]);
    expect(schedule.due(100, 10)).toEqual([key(1)]);
    expect(schedule.next).toBe(99);
    schedule.forget(key(1));
    expect(schedule.next).toBe(100);
  });

  it('is remembered up to the horizon that a walk leads to', () => {
    const schedule = new ExpirySchedule('ttl');
    schedule.walk = { from: key(0), horizon: 50 };
    expect([schedule.add(key(1), 49), schedule.add(key(2), 50)]).toEqual([true, false]);
  });

  it('counts by the last write of an item', () => {
    const schedule = new ExpirySchedule('ttl');
    schedule.horizon = 100;
    schedule.add(key(1), 10);
    schedule.add(key(1), 60);
    expect(schedule.due(50, 10)).toEqual([]);
  });

  it('draws its horizon in when there is too much of it', () => {
    const schedule = new ExpirySchedule('ttl');
    schedule.horizon = 1_000_000;
    for (let i = 0; i <= 50_000; i++) schedule.add(key(i), i);
    expect(schedule.horizon).toBe(25_000);
    expect(schedule.due(1_000_000, 100_000)).toHaveLength(25_000);
    expect(schedule.add(key(60_000), 25_000)).toBe(false);
  });
});
