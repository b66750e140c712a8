import fc from 'fast-check';
import { expect } from 'vitest';
import { RowFault } from '../../item/row/row-fault.ts';
import type { Slice } from '../../kernel/slice.ts';

/* Rows that are changed or cut. */

/** Bits that turn in some of the bytes, and bytes that are missing at the end. */
export interface Harm {
  readonly flips: readonly (readonly [at: number, mask: number])[];
  readonly cut: number;
}

export const harms: fc.Arbitrary<Harm> = fc.record({
  flips: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 3 }),
  cut: fc.nat(20),
});

/**
 * Holds what is read of a damaged row to what it may be: a `RowFault`, or some answer, and the same whatever bytes lie around it.
 */
export function expectSafe(
  row: Slice,
  { flips, cut }: Harm,
  reads: readonly ((row: Slice) => unknown)[],
): void {
  const bytes = row.bytes.slice(row.from, Math.max(row.from, row.to - cut));
  for (const [at, mask] of flips) {
    const i = at % bytes.length;
    if (bytes.length > 0) bytes[i] = (bytes[i] as number) ^ mask;
  }
  const [one, other] = [0x00, 0x43].map((filler) => {
    const amid = among(bytes, filler);
    return reads.map((read) => answerOf(() => read(amid)));
  });
  expect(one).toEqual(other);
}

function among(row: Uint8Array, filler: number): Slice {
  const around = 300;
  const bytes = new Uint8Array(row.length + 2 * around).fill(filler);
  bytes.set(row, around);
  return { bytes, from: around, to: around + row.length };
}

function answerOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(RowFault);
    return String(error);
  }
}
