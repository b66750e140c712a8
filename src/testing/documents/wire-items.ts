import fc from 'fast-check';
import { base64OfBytes } from '../../item/binary.ts';
import { canonicalItem } from '../../item/canonical.ts';
import type { CanonicalItem } from '../../item/canonical.ts';
import type { AttributeValue, Item } from '../../wire/attribute-value.ts';

/*
 * Canonical items of every type, with names, texts and numbers at the edges of how rows write them.
 */

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('', '"', '\\', '\u0000', '\u007f', '\u0080', '\u2028', '\ufeff', '\ud83d\ude00'),
  fc.integer({ min: 150, max: 200 }).map((length) => 'x'.repeat(length)),
);
const integer = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.maxSafeInteger(),
  fc
    .tuple(fc.integer({ min: 1, max: 53 }), fc.integer({ min: -2, max: 2 }), fc.boolean())
    .map(([bits, off, isNegative]) => (isNegative ? -1 : 1) * (2 ** bits + off)),
);
const number = fc.oneof(
  integer.map(String),
  fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 38n - 1n }), fc.integer({ min: -120, max: 80 }))
    .map(([digits, exponent]) => `${String(digits)}E${String(exponent)}`),
  fc.constantFrom('-0', '1E125', '-1E-130', '0.1', '123456789012345', '1234567890123456'),
);
const binary = fc.uint8Array({ maxLength: 9 }).map((bytes) => base64OfBytes(bytes));
const some = { minLength: 1, maxLength: 4 };
/** Names of attributes. */
export const names = fc.oneof(
  fc.constantFrom('pk', 'sk', '__proto__', 'toString', 'constructor', '0', '10', '\u00e9', 'a.b'),
  fc.string({ minLength: 1, maxLength: 70 }),
);

const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', maxDepth: 5 },
    text.map((S) => ({ S })),
    number.map((N) => ({ N })),
    binary.map((B) => ({ B })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true as const }),
    fc.uniqueArray(text, some).map((SS) => ({ SS })),
    fc.uniqueArray(integer, some).map((members) => ({ NS: members.map(String) })),
    fc.uniqueArray(binary, some).map((BS) => ({ BS })),
    fc.array(tie('value'), { maxLength: 4 }).map((L) => ({ L })),
    fc.dictionary(names, tie('value'), { maxKeys: 4 }).map((M) => ({ M })),
  ),
}));

/** An item in canonical form, with its size. */
export const canonicalItems: fc.Arbitrary<CanonicalItem> = fc
  .dictionary(names, value, { maxKeys: 8 })
  .filter((item) => Object.keys(item).every((each) => !/\p{Surrogate}/u.test(each)))
  .map((item: Item) => canonicalItem(item, 'current'));
