import { describe, expect, it } from 'vitest';
import { KNOBS } from '../kernel/knobs.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { getTable } from '../placement/table-catalog.ts';
import type { Store } from '../storage/store.ts';
import { DamagedRangeError } from '../storage/tree/page-fault.ts';
import type { RouterClient } from '../testing/router-client.ts';
import { routerClient, tableBody } from '../testing/router-client.ts';
import { ExpirySweeper } from './expiry-sweeper.ts';

const TableName = 'sessions';

/** A table with `count` items that expire now. */
function expiring(count: number): RouterClient & { readonly nowMs: number } {
  const client = routerClient();
  client.call('CreateTable', tableBody(TableName));
  const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl' };
  client.call('UpdateTimeToLive', { TableName, TimeToLiveSpecification });
  const nowMs = client.world.service.now();
  const ttl = { N: String(nowMs / 1000 - 1) };
  for (let i = 0; i < count; i++) {
    client.call('PutItem', { TableName, Item: { pk: { S: String(i) }, ttl } });
  }
  return { ...client, nowMs };
}

/** Runs turns until none is due at once; answers the delay of the last. */
function sweep(sweeper: ExpirySweeper, store: Store, nowMs: number): number | undefined {
  for (let turns = 0; turns < 1000; turns++) {
    const delayMs = sweeper.turn(store, nowMs);
    if (delayMs === undefined || delayMs > 5) return delayMs;
  }
  throw new Error('the sweep does not come to rest');
}

const countIn = ({ call }: RouterClient): unknown =>
  call('Scan', { TableName, Select: 'COUNT' })['Count'];

describe('a sweep', () => {
  it('has nothing to do where no table has items that expire', () => {
    const { store, call } = routerClient();
    call('CreateTable', tableBody(TableName));
    expect(new ExpirySweeper(1000, KNOBS).turn(store, 0)).toBeUndefined();
  });

  it('deletes what has expired, at most 100 items in a log record, and comes back in its time', () => {
    const client = expiring(1030);
    const before = client.store.appended.length;
    expect(sweep(new ExpirySweeper(7000, KNOBS), client.store, client.nowMs)).toBe(7000);
    expect(countIn(client)).toBe(0);
    const records = client.store.appended.slice(before);
    expect(records.flat()).toHaveLength(1030);
    expect(records.every((changes) => changes.length <= 100)).toBe(true);
    const isMarked = records
      .flat()
      .every((change) => change.kind === 'delete' && change.isExpiry === true);
    expect(isMarked).toBe(true);
  });

  it('knows how many items are left of those that it has found', () => {
    const { store, nowMs } = expiring(230);
    const sweeper = new ExpirySweeper(7000, KNOBS);
    expect(sweeper.left(nowMs)).toBe(0);
    const left: number[] = [];
    while (sweeper.turn(store, nowMs) !== 7000) left.push(sweeper.left(nowMs));
    expect(left).toEqual([230, 230, 130, 30]);
    expect(sweeper.left(nowMs)).toBe(0);
  });

  it('does nothing twice', () => {
    const client = expiring(10);
    const sweeper = new ExpirySweeper(7000, KNOBS);
    sweep(sweeper, client.store, client.nowMs);
    const { length } = client.store.appended;
    sweep(sweeper, client.store, client.nowMs + 7000);
    expect(client.store.appended).toHaveLength(length);
  });

  it('leaves items that are in a transaction to the next one', () => {
    const client = expiring(3);
    const { tree } = getTable(client.context, TableName);
    let busy: KeyBytes | undefined;
    client.store.scan(tree, { from: '' as KeyBytes, to: undefined }, { reverse: true }, (key) => {
      busy = key;
      return true;
    });
    const store: Store = { ...client.store, isInTransaction: (_, key) => key === busy };
    const sweeper = new ExpirySweeper(0, KNOBS);
    expect(sweep(sweeper, store, client.nowMs)).toBe(100);
    expect(countIn(client)).toBe(1);
    busy = undefined;
    sweep(sweeper, store, client.nowMs + 100);
    expect(countIn(client)).toBe(0);
  });

  it('goes on behind what is damaged', () => {
    const client = expiring(40);
    const { tree } = getTable(client.context, TableName);
    const low = '\x40' as KeyBytes;
    const high = '\x80' as KeyBytes;
    const store: Store = {
      ...client.store,
      scan: (scanned, range, options, visit) => {
        const isWalk = scanned === tree && range.from < high;
        if (isWalk && range.from >= low) throw new DamagedRangeError(tree, low, high, 'torn');
        const to = isWalk ? low : range.to;
        client.store.scan(scanned, { ...range, to }, options, visit);
        if (isWalk) throw new DamagedRangeError(tree, low, high, 'torn');
      },
    };
    sweep(new ExpirySweeper(7000, KNOBS), store, client.nowMs);
    const left = countIn(client) as number;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(20);
  });

  it('begins anew where another attribute says when items expire', () => {
    const client = expiring(5);
    const sweeper = new ExpirySweeper(7000, KNOBS);
    client.world.advance(3_600_000);
    const change = (Enabled: boolean, AttributeName: string): void => {
      const TimeToLiveSpecification = { Enabled, AttributeName };
      client.call('UpdateTimeToLive', { TableName, TimeToLiveSpecification });
      client.world.advance(3_600_000);
    };
    change(false, 'ttl');
    change(true, 'other');
    sweep(sweeper, client.store, client.world.service.now());
    expect(countIn(client)).toBe(5);
    change(false, 'other');
    change(true, 'ttl');
    sweep(sweeper, client.store, client.world.service.now());
    expect(countIn(client)).toBe(0);
  });
});

describe('a write of an item that expires soon', () => {
  it('is heard, and makes a turn due at once where nothing may be late', () => {
    const client = expiring(0);
    const { tree } = getTable(client.context, TableName);
    const soon = client.nowMs / 1000 + 10;
    for (const [delayMs, isDue] of [
      [0, true],
      [60_000, false],
    ] as const) {
      const sweeper = new ExpirySweeper(delayMs, KNOBS);
      sweep(sweeper, client.store, client.nowMs);
      expect(sweeper.hear(tree, 'k' as KeyBytes, soon)).toBe(isDue);
      expect(sweeper.hear(tree, 'k' as KeyBytes, soon + 7200)).toBe(false);
    }
  });
});
