import { describe, expect, test } from 'vitest';
import {
  allRegions,
  conflictsOf,
  flowsOf,
  linkPairs,
  readRegionReport,
  setLinkRequest,
} from './regions.ts';

const SIDES = {
  Winner: { Region: 'b', Stamp: 2048, WrittenMs: 2, Item: { pk: { S: 'x' }, n: { N: '2' } } },
  Loser: { Region: 'a', Stamp: 1024, WrittenMs: 1 },
};
const A = readRegionReport({
  Region: 'a',
  Replicas: [
    { TableName: 'notes', Region: 'b', Status: 'ACTIVE', LagMs: 1500, Pending: 3, AppliedLsn: 9 },
    { TableName: 'plays', Region: 'b', Status: 'CREATING', IsCopying: true, Pending: 4 },
  ],
  Links: [{ From: 'b', IsCut: true, DelayMs: 5, Loss: 0.5, Delivered: 7, Lost: 2 }],
  Conflicts: [{ TableName: 'notes', Key: { pk: { S: 'x' } }, AtMs: 10, ...SIDES }],
  ConflictCount: 1,
});
const B = readRegionReport({
  Region: 'b',
  Replicas: [{ TableName: 'notes', Region: 'a', Status: 'ACTIVE' }],
  Conflicts: [
    { TableName: 'notes', Key: { pk: { S: 'x' } }, AtMs: 12, ...SIDES },
    { TableName: 'notes', Key: { pk: { S: 'y' } }, AtMs: 11, ...SIDES },
  ],
});

describe('what Regions tell', () => {
  test('is put together from both ends of a link', () => {
    const [pair] = linkPairs([A, B], ['a', 'b']);
    expect(pair).toMatchObject({ regions: ['a', 'b'], state: 'cut one way' });
    expect(pair?.ways).toMatchObject([
      { from: 'a', to: 'b', pending: 0, settings: { isCut: false }, lost: 0 },
      { from: 'b', to: 'a', pending: 7, settings: { isCut: true, delayMs: 5, loss: 0.5 }, lost: 2 },
    ]);
  });

  test('is one way where the other end is not open', () => {
    const [pair] = linkPairs([A], ['a', 'b']);
    expect(pair?.ways).toHaveLength(1);
    expect(pair?.state).toBe('cut');
    expect(linkPairs([], ['a', 'b'])).toEqual([]);
  });

  test('names every Region that anybody knows', () => {
    expect(allRegions([A], ['z'])).toEqual(['a', 'b', 'z']);
  });

  test('is a flow of writes for each table and way', () => {
    expect(flowsOf([A, B])).toMatchObject([
      { table: 'notes', from: 'a', to: 'b', status: 'ACTIVE', pending: 0, lagMs: 0 },
      { table: 'notes', from: 'b', to: 'a', pending: 3, lagMs: 1500, appliedLsn: 9 },
      { table: 'plays', from: 'b', to: 'a', status: 'CREATING', isCopying: true },
    ]);
  });

  test('is each conflict once, the newest first', () => {
    const conflicts = conflictsOf([A, B]);
    expect(conflicts.map(({ keys }) => keys['pk'])).toEqual([{ S: 'y' }, { S: 'x' }]);
    expect(conflicts[0]?.winner).toMatchObject({ region: 'b', item: { n: { N: '2' } } });
    expect(conflicts[0]?.loser).toMatchObject({ region: 'a', item: undefined });
  });
});

test('only what changes of a link is sent', () => {
  const sent: unknown = JSON.parse(JSON.stringify(setLinkRequest('a', { isCut: true })));
  expect(sent).toEqual({ From: 'a', IsCut: true });
});
