import { describe, expect, it } from 'vitest';
import { allRegions, conflictsOf, flowsOf, linkPairs, readRegionReport } from './regions.ts';

const SIDES = {
  Winner: { Region: 'b', Stamp: 2048, Item: { pk: { S: 'x' }, n: { N: '2' } } },
  Loser: { Region: 'a', Stamp: 1024 },
};
const A = readRegionReport({
  Region: 'a',
  NowMs: 1_005,
  Replicas: [
    {
      TableName: 'notes',
      Region: 'b',
      Status: 'ACTIVE',
      LagMs: 1500,
      PendingItems: 3,
      AppliedLsn: 9,
    },
    { TableName: 'plays', Region: 'b', Status: 'CREATING', IsCopying: true, PendingItems: 4 },
  ],
  Peers: [{ Region: 'b', LastHeardMs: 5 }],
  Links: [{ From: 'b', Cut: true, DelayMs: 5, Loss: 0.5, Delivered: 7, Lost: 2 }],
  Conflicts: [{ TableName: 'notes', AtMs: 10, ...SIDES }],
  ConflictCount: 1,
});
const B = readRegionReport({
  Region: 'b',
  NowMs: 1_000,
  Replicas: [
    {
      TableName: 'notes',
      Region: 'a',
      Status: 'ACTIVE',
      AppliedLsn: 14,
      PendingItems: 2,
      LagMs: 70,
    },
  ],
  Conflicts: [
    { TableName: 'notes', AtMs: 12, ...SIDES },
    { TableName: 'plays', AtMs: 13, ...SIDES },
  ],
  Peers: [{ Region: 'a', LastHeardMs: 400 }],
});

describe('what Regions tell', () => {
  it('is put together from both ends of a link', () => {
    const [pair] = linkPairs([A, B], ['a', 'b']);
    expect(pair).toMatchObject({ regions: ['a', 'b'], state: 'cut one way' });
    expect(pair?.ways).toMatchObject([
      { from: 'a', to: 'b', pending: 3, settings: { Cut: false }, lost: 0, silentMs: 600 },
      { from: 'b', to: 'a', pending: 2, lost: 2, silentMs: 1_000 },
    ]);
    expect(pair?.ways[1]?.settings).toMatchObject({ Cut: true, DelayMs: 5, Loss: 0.5 });
  });

  it('is one way where the other end is not open', () => {
    const [pair] = linkPairs([A], ['a', 'b']);
    expect(pair?.ways).toHaveLength(1);
    expect(pair?.state).toBe('cut');
    expect(linkPairs([], ['a', 'b'])).toEqual([]);
  });

  it('names every Region that anybody knows', () => {
    expect(allRegions([A], ['z'])).toEqual(['a', 'b', 'z']);
  });

  it('is a flow of writes for each table and way', () => {
    expect(flowsOf([A, B])).toMatchObject([
      { table: 'notes', from: 'a', to: 'b', status: 'ACTIVE', pending: 3, lagMs: 1500 },
      { table: 'notes', from: 'b', to: 'a', pending: 2, lagMs: 70, appliedLsn: 9 },
      { table: 'plays', from: 'b', to: 'a', status: 'CREATING', isCopying: true },
    ]);
  });

  it('is unknown where the Region that writes is not open here', () => {
    expect(flowsOf([B])).toMatchObject([{ from: 'a', to: 'b', pending: 0, isUnknown: true }]);
    expect(flowsOf([A, B]).map(({ isUnknown }) => isUnknown)).toEqual([false, false, true]);
  });

  it('is each conflict once, the newest first', () => {
    const conflicts = conflictsOf([A, B]);
    expect(conflicts.map(({ table }) => table)).toEqual(['plays', 'notes']);
    expect(conflicts[0]?.winner).toMatchObject({
      region: 'b',
      writtenAt: new Date(2),
      item: { n: { N: '2' } },
    });
    expect(conflicts[0]?.loser).toMatchObject({ region: 'a', item: undefined });
  });
});
