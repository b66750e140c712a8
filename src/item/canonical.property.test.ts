import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64OfBytes } from './binary.ts';
import { canonicalItem } from './canonical.ts';
import { valuesEqual } from './order.ts';
import { sizeOfItem } from './item-size.ts';

const text = fc.string({ unit: 'binary', maxLength: 8 });
const number = fc.oneof(
  fc.integer().map(String),
  fc.constantFrom('1.0', '+5', '1e3', '-0', '0.50', '007'),
);
const binary = fc.uint8Array({ maxLength: 6 }).map(base64OfBytes);
const name = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'S', 'é'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
);

/** Members by name as JSON.parse makes them, `__proto__` included. */
const { value } = fc.letrec<{ value: Record<string, unknown>; map: Record<string, unknown> }>(
  (tie) => ({
    map: fc
      .array(fc.tuple(name, tie('value')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
    value: fc.oneof(
      { depthSize: 'small', maxDepth: 5 },
      text.map((S) => ({ S })),
      number.map((N) => ({ N })),
      binary.map((B) => ({ B })),
      fc.boolean().map((BOOL) => ({ BOOL })),
      fc.constant({ NULL: true }),
      fc.uniqueArray(text, { minLength: 1, maxLength: 4 }).map((SS) => ({ SS })),
      fc
        .uniqueArray(fc.integer().map(String), { minLength: 1, maxLength: 4 })
        .map((NS) => ({ NS })),
      fc.uniqueArray(binary, { minLength: 1, maxLength: 4 }).map((BS) => ({ BS })),
      fc.array(tie('value'), { maxLength: 4 }).map((L) => ({ L })),
      tie('map').map((M) => ({ M })),
    ),
  }),
);
const item = fc
  .array(fc.tuple(name, value), { maxLength: 5 })
  .map((entries) => JSON.parse(JSON.stringify(Object.fromEntries(entries))) as unknown);

describe('canonical form', () => {
  it('is reached in one step, measured rightly, and leaves the input alone', () => {
    fc.assert(
      fc.property(item, (wire) => {
        const before = JSON.stringify(wire);
        const once = canonicalItem(wire, 'current');
        expect(JSON.stringify(wire)).toBe(before);
        expect(once.sizeBytes).toBe(sizeOfItem(once.item));
        expect(canonicalItem(once.item, 'older').item).toBe(once.item);
      }),
    );
  });

  it('survives storage as text unchanged', () => {
    fc.assert(
      fc.property(item, (wire) => {
        const once = canonicalItem(wire, 'current');
        const stored = JSON.parse(JSON.stringify(once.item)) as unknown;
        const again = canonicalItem(stored, 'current');
        expect(again.item).toBe(stored);
        expect(again.sizeBytes).toBe(once.sizeBytes);
        expect(valuesEqual({ M: again.item }, { M: once.item })).toBe(true);
        expect(Object.keys(again.item)).toEqual(Object.keys(wire as object));
      }),
    );
  });
});
