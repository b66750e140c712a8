import { expect, it } from 'vitest';
import type { DatabaseEvent } from '../../database/connection.svelte.ts';
import { noticeText } from './notice-text.ts';
import { Notices } from './notices.svelte.ts';

const BASE = { region: 'us-east-1', atMs: 0 };
const quota: DatabaseEvent = { ...BASE, type: 'quota' };
const failed = (message: string): DatabaseEvent => ({
  ...BASE,
  type: 'background-failed',
  member: 'expiry',
  message,
});

it.each<[DatabaseEvent, RegExp]>([
  [quota, /no room/],
  [failed('no such page'), /\(expiry\).*no such page/],
  [
    {
      ...BASE,
      type: 'given-up',
      trigger: 'mail',
      tableName: 'orders',
      why: 'RetryAttemptsExhausted',
      records: 1,
    },
    /^The trigger mail gave up 1 record of orders: its handler failed too often\.$/,
  ],
  [
    {
      ...BASE,
      type: 'given-up',
      trigger: 'mail',
      tableName: 'orders',
      why: 'Trimmed',
      records: undefined,
    },
    /gave up records of orders: they were gone/,
  ],
  [{ ...BASE, type: 'given-up', why: 'room', reader: undefined, fromLsn: 9 }, /no room for them/],
  [{ ...BASE, type: 'given-up', why: 'age', reader: 'eu-west-1', fromLsn: 9 }, /eu-west-1.*away/],
  [
    {
      ...BASE,
      type: 'conflict',
      tableName: 'orders',
      key: undefined,
      winner: { region: 'eu-west-1', stamp: 2, isDeletion: true },
      loser: { region: 'us-east-1', stamp: 1, isDeletion: true },
    },
    /^An item of orders .*the write of eu-west-1 stands\.$/,
  ],
])('what %o tells is said in words', (event, text) => {
  expect(noticeText(event)).toMatch(text);
});

it('what is told again is one notice, the newest, and counted', () => {
  const notices = new Notices();
  notices.add(quota, new Date(1));
  notices.add(failed('a'), new Date(2));
  notices.add(quota, new Date(3));
  expect(notices.all).toMatchObject([
    { type: 'quota', count: 2, at: new Date(3) },
    { type: 'background-failed', count: 1 },
  ]);
  notices.dismiss();
  expect(notices.all).toEqual([]);
});

it('the newest 20 are kept', () => {
  const notices = new Notices();
  for (let i = 0; i < 30; i++) notices.add(failed(String(i)), new Date(i));
  expect(notices.all).toHaveLength(20);
  expect(notices.all[0]?.text).toContain('29');
});

it('who owns the database, and that it is lost, are no notices', () => {
  const notices = new Notices();
  notices.add({ type: 'owner', region: 'us-east-1', role: 'owner' }, new Date(0));
  notices.add({ type: 'storage-lost', region: 'r', storeId: 's', message: '' }, new Date(0));
  expect(notices.all).toEqual([]);
});
