import { expect, it } from 'vitest';
import { KNOBS } from '../kernel/knobs.ts';
import { routerClient, tableBody } from '../testing/router-client.ts';
import { RETENTION_MS } from './shards.ts';
import type { KeptStore } from './shard-rolling.ts';
import { ShardRolling } from './shard-rolling.ts';

const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' };

it('tells how many tables and streams are left, a step after the other', () => {
  const { call, store: fake, world } = routerClient();
  for (const name of ['one', 'two', 'three'])
    call('CreateTable', { ...tableBody(name), StreamSpecification });
  const store: KeptStore = Object.assign(fake, { catalogChanges: 0 });
  const rolling = new ShardRolling(KNOBS);
  const createdMs = world.service.now();
  expect(rolling.turn(store, createdMs)).toBe(KNOBS.shardRollMs);
  expect(rolling.left).toBe(0);

  const left: number[] = [];
  const sweep = (nowMs: number): void => {
    while (rolling.turn(store, nowMs) === 0) left.push(rolling.left);
  };
  sweep(createdMs + KNOBS.shardRollMs);
  expect(left.splice(0)).toEqual([3, 2, 1]);
  expect(rolling.left).toBe(0);

  call('DeleteTable', { TableName: 'one' });
  call('DeleteTable', { TableName: 'two' });
  sweep(createdMs + KNOBS.shardRollMs + RETENTION_MS + 1);
  expect(left).toEqual([3, 2]);
  expect(rolling.left).toBe(0);
});
