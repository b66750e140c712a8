import { describe, expect, it } from 'vitest';
import { evenPartitions, partitionCountAtCreation, partitionOf } from './partition-map.ts';

describe('the number of partitions a table starts with', () => {
  const provisioned = (readUnits: number, writeUnits: number): number =>
    partitionCountAtCreation({ readUnits, writeUnits }, undefined);

  it('is four on demand', () => {
    expect(partitionCountAtCreation(undefined, undefined)).toBe(4);
  });

  it('follows the units of a provisioned table', () => {
    expect(provisioned(5, 5)).toBe(1);
    expect(provisioned(3000, 0)).toBe(1);
    expect(provisioned(3000, 1)).toBe(2);
    expect(provisioned(6000, 2000)).toBe(4);
  });

  it('follows a warm throughput that needs more', () => {
    const warm = { readUnits: 30_000, writeUnits: 4000 };
    expect(partitionCountAtCreation(undefined, warm)).toBe(10);
  });
});

it('the first partition owns the lowest hash and the last one the highest', () => {
  const map = evenPartitions(4);
  expect(partitionOf(map, '\0'.repeat(16)).id).toBe(0);
  expect(partitionOf(map, '\xff'.repeat(16)).id).toBe(3);
  expect(partitionOf(map, `@${'\0'.repeat(15)}`).id).toBe(1);
  expect(partitionOf(map, `?${'\xff'.repeat(15)}`).id).toBe(0);
});
