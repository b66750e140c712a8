import { DescribeLimitsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { client, raw } from '../region.ts';

describe('what DescribeLimits answers (api-surface.md section 9, DescribeLimits)', () => {
  it.each([
    ['AccountMaxReadCapacityUnits', 80_000],
    ['AccountMaxWriteCapacityUnits', 80_000],
    ['TableMaxReadCapacityUnits', 40_000],
    ['TableMaxWriteCapacityUnits', 40_000],
  ] as const)('is %s of %d', async (member, units) => {
    expect((await client.send(new DescribeLimitsCommand()))[member]).toBe(units);
  });
  it('is nothing else', async () => {
    expect(Object.keys((await raw('DescribeLimits', {})).body)).toHaveLength(4);
  });
});
