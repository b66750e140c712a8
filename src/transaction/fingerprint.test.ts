import { expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';

it('requests are told apart by all but the order of their members', () => {
  const print = fingerprintOf([{ a: { S: 'x' }, b: [1, null] }]);
  expect(print).toMatch(/^[0-9a-f]{32}$/);
  expect(fingerprintOf([{ b: [1, null], a: { S: 'x' }, c: undefined }])).toBe(print);
  expect(fingerprintOf([{ a: { S: 'x' }, b: [null, 1] }])).not.toBe(print);
});

it('levels beyond any that mean something do not exhaust the stack', () => {
  const deep = (levels: number): unknown =>
    JSON.parse(`${'{"M":'.repeat(levels)}1${'}'.repeat(levels)}`);
  expect(fingerprintOf(deep(70))).not.toBe(fingerprintOf(deep(71)));
  expect(fingerprintOf(deep(20_000))).toMatch(/^[0-9a-f]{32}$/);
});
