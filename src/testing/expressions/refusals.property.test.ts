import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attributesOf } from '../../item/attributes.ts';
import { ValueFault } from '../../item/value-fault.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { compileCondition, evaluateCondition } from '../../expression/condition/condition.ts';
import { compileKeyCondition } from '../../expression/key-condition/key-condition.ts';
import { Placeholders } from '../../expression/binding/placeholders.ts';
import { compileProjection, projectItem } from '../../expression/projection/projection.ts';
import { applyUpdate, compileUpdate, statementCharge } from '../../expression/update/update.ts';

const WORDS = (
  'a b.c l[0] l[9].x #n #n.b :s :n :ss :l :undefined #undefined name ( ) , = <> < >= + - . [ ] 0 7 ! é 😀 ' +
  'AND OR NOT BETWEEN IN SET ADD DELETE REMOVE size begins_with contains attribute_exists attribute_type ' +
  'if_not_exists list_append foo (( )) \t'
).split(' ');

const ITEM = JSON.parse(
  `{"a":{"N":"1"},"b":{"M":{"c":{"S":"x"}}},"l":{"L":[{"SS":["a"]}]}}`,
) as Item;

function placeholders(): Placeholders {
  return new Placeholders(
    { '#n': 'b' },
    { ':s': { S: 's' }, ':n': { N: '1' }, ':ss': { SS: ['a'] }, ':l': { L: [] } },
  );
}

const RUNS = [
  (text: string) =>
    evaluateCondition(
      compileCondition('ConditionExpression', text, placeholders()),
      attributesOf(ITEM),
    ),
  (text: string) => compileKeyCondition(text, placeholders()),
  (text: string) => projectItem(compileProjection(text, placeholders()), ITEM),
  (text: string) => {
    const update = compileUpdate(text, placeholders());
    statementCharge(update, attributesOf(ITEM));
    const result = applyUpdate(update, ITEM);
    return [result.updatedOld, result.updatedNew];
  },
];

const SEEDS = [
  'a = :n AND (contains(l[0], :s) OR NOT size(b.c) BETWEEN :n AND :n)',
  'SET a = a + :n, #n.d = if_not_exists(b.d, :l), l[9] = list_append(l, :l) REMOVE l[0] ADD x :ss',
  'a, #n.c, l[0], l[9].x',
];

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' ')),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 10 }).map((words) => words.join('')),
  fc
    .tuple(fc.constantFrom(...SEEDS), fc.nat(100), fc.nat(4), fc.constantFrom('', ...WORDS))
    .map(([seed, at, cut, word]) => seed.slice(0, at) + word + seed.slice(at + cut)),
);

it('whatever the text, it is accepted or refused with a ValueFault', () => {
  let accepted = 0;
  fc.assert(
    fc.property(texts, (text) => {
      for (const run of RUNS) {
        try {
          run(text);
          accepted++;
        } catch (error) {
          if (!(error instanceof ValueFault)) throw error;
        }
      }
    }),
    { numRuns: 10_000 },
  );
  expect(accepted).toBeGreaterThan(100);
});
