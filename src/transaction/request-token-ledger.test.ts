import { beforeEach, describe, expect, it } from 'vitest';
import type { EpochMs } from '../kernel/time.ts';
import { LEDGER_TREE } from '../storage/system-tree.ts';
import { fakeStore } from '../testing/fake-store.ts';
import type { FakeStore } from '../testing/fake-store.ts';
import { fingerprintOf } from './fingerprint.ts';
import { findLedgerEntry, ledgerChanges } from './request-token-ledger.ts';

let store: FakeStore;
beforeEach(() => {
  store = fakeStore();
});

const at = (ms: number): EpochMs => ms as EpochMs;
const enter = (token: string, expires: number, now: number): void => {
  const entry = { token, expiresMs: at(expires), fingerprint: 'f', replayCharges: [] };
  store.append(ledgerChanges(store, entry, at(now)));
};
const size = (): number => store.counts(LEDGER_TREE).items;

describe('the ledger', () => {
  it('finds a token until it expires', () => {
    enter('a', 100, 0);
    expect(findLedgerEntry(store, 'a', at(99))).toMatchObject({ token: 'a', fingerprint: 'f' });
    expect(findLedgerEntry(store, 'a', at(100))).toBeUndefined();
    expect(findLedgerEntry(store, 'b', at(0))).toBeUndefined();
  });

  it('takes tokens of any characters', () => {
    for (const token of ['é', '\u0000', '\u{1f600}', 'a\u0000b']) enter(token, 100, 0);
    for (const token of ['é', '\u0000', '\u{1f600}', 'a\u0000b']) {
      expect(findLedgerEntry(store, token, at(0))?.token).toBe(token);
    }
  });

  it('keeps one entry and one mark for a token used again after it expired', () => {
    enter('a', 100, 0);
    enter('a', 300, 200);
    expect(size()).toBe(2);
    expect(findLedgerEntry(store, 'a', at(200))?.expiresMs).toBe(300);
    enter('b', 500, 250);
    expect(findLedgerEntry(store, 'a', at(250))?.expiresMs).toBe(300);
  });

  it('keeps a used token although older ones are removed first', () => {
    for (let i = 0; i < 6; i++) enter(`old${String(i)}`, 100 + i, 0);
    enter('old5', 900, 200);
    expect(findLedgerEntry(store, 'old5', at(300))?.expiresMs).toBe(900);
    enter('x', 900, 300);
    enter('y', 900, 300);
    expect(findLedgerEntry(store, 'old5', at(300))?.expiresMs).toBe(900);
    expect(size()).toBe(6);
  });

  it('keeps what has not expired, whatever else is removed', () => {
    enter('late', 1_000, 0);
    for (let i = 0; i < 20; i++) enter(`t${String(i)}`, 10, 0);
    for (let i = 0; i < 10; i++) enter(`u${String(i)}`, 2_000, 500);
    expect(size()).toBe(22);
    expect(findLedgerEntry(store, 'late', at(500))).toBeDefined();
  });
});

describe('a fingerprint', () => {
  it('is that of the content, whatever the order of members', () => {
    expect(fingerprintOf({ a: 1, b: [{ c: 'x', d: undefined }] })).toBe(
      fingerprintOf({ b: [{ c: 'x' }], a: 1 }),
    );
    expect(fingerprintOf([1, 2])).not.toBe(fingerprintOf([2, 1]));
    expect(fingerprintOf({ a: { S: '1' } })).not.toBe(fingerprintOf({ a: { N: '1' } }));
    expect(fingerprintOf({ a: 1 })).toMatch(/^[0-9a-f]{32}$/);
  });
});
