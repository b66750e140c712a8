import { describe, expect, it } from 'vitest';
import { readUnits, transactionWriteUnits, writeUnits } from './units.ts';

describe('read units', () => {
  it('round up to 4 KB and halve for an eventually consistent read', () => {
    expect(readUnits(4096, 'eventual')).toBe(0.5);
    expect(readUnits(4097, 'eventual')).toBe(1);
    expect(readUnits(4097, 'strong')).toBe(2);
    expect(readUnits(4097, 'transactional')).toBe(4);
  });

  it('are never zero, whatever was found', () => {
    expect(readUnits(0, 'eventual')).toBe(0.5);
    expect(readUnits(0, 'strong')).toBe(1);
    expect(readUnits(0, 'transactional')).toBe(2);
  });

  it('price a full page with its crossing item at 128.5', () => {
    expect(readUnits(1_042 * 1_007, 'eventual')).toBe(128.5);
  });
});

describe('write units', () => {
  it('round the larger image up to 1 KB', () => {
    expect(writeUnits(0, 1024)).toBe(1);
    expect(writeUnits(1025, 10)).toBe(2);
    expect(writeUnits(10, 3073)).toBe(4);
  });

  it('are one for a delete of nothing', () => {
    expect(writeUnits(0, 0)).toBe(1);
  });

  it('double inside a transaction', () => {
    expect(transactionWriteUnits(0, 1025)).toBe(4);
    expect(transactionWriteUnits(0, 0)).toBe(2);
  });
});
