import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalItem } from '../../item/canonical.ts';
import { attributesOf } from '../../item/attributes.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { ConditionText, trees } from '../documents/condition-trees.ts';
import { ExpressionText } from '../documents/expression-text.ts';
import { isMet, isRefused } from '../documents/naive-condition.ts';
import { areAtOdds, projected } from '../documents/naive-projection.ts';
import { Refused, updated } from '../documents/naive-update.ts';
import { growths, viewOf } from '../documents/rows.ts';
import { PATHS, samples } from '../documents/samples.ts';
import { actionsOf, plans, writeUpdate } from '../documents/update-plans.ts';
import { wireItem } from '../documents/values.ts';
import type { Members } from '../documents/values.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { compileCondition, evaluateCondition } from '../../expression/condition/condition.ts';
import { compileProjection, projectItem } from '../../expression/projection/projection.ts';
import { applyUpdate, compileUpdate } from '../../expression/update/update.ts';

/*
 * Expressions over nested documents, against the reference taken word by word: written as text, parsed, bound and run by
 * the engine, and run by interpreters that know nothing of it.
 */

const REFUSED = 'refused';
/** Longer expressions are refused for their length alone. */
const TEXT_MAX = 4096;

function stored(members: Members): Item {
  return canonicalItem(wireItem(members), 'current').item;
}

function outcome<T>(run: () => T): T | typeof REFUSED {
  try {
    return run();
  } catch (error) {
    if (error instanceof ValueFault || error instanceof Refused) return REFUSED;
    throw error;
  }
}

it('a condition on a document means what the reference says', () => {
  const counts = new Map<unknown, number>();
  const kinds = fc.constantFrom('ConditionExpression' as const, 'FilterExpression' as const);
  fc.assert(
    fc.property(samples, trees, kinds, growths, (sample, tree, kind, growth) => {
      const writer = new ConditionText(sample);
      const text = writer.write(tree);
      fc.pre(text.length <= TEXT_MAX);
      const actual = outcome(() => {
        const placeholders = writer.parts.placeholders();
        const condition = compileCondition(kind, text, placeholders);
        placeholders.assertAllUsed();
        const item = stored(sample.item);
        const isMetByItem = evaluateCondition(condition, attributesOf(item));
        expect(evaluateCondition(condition, viewOf(item, growth)), text).toBe(isMetByItem);
        return isMetByItem;
      });
      const expected = isRefused(tree, sample) ? REFUSED : isMet(tree, sample);
      counts.set(expected, (counts.get(expected) ?? 0) + 1);
      expect(actual, text).toBe(expected);
    }),
    { numRuns: 2000 },
  );
  for (const each of [true, false, REFUSED]) expect(counts.get(each)).toBeGreaterThan(200);
});

it('a projection keeps the structure of a document and nothing else', () => {
  let accepted = 0;
  const picks = fc.uniqueArray(fc.nat(PATHS - 1), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(samples, picks, (sample, picked) => {
      const paths = picked.map((at) => sample.paths[at] ?? ['a']);
      const parts = new ExpressionText();
      const text = paths.map((path) => parts.path(path)).join(', ');
      const actual = outcome(() =>
        projectItem(compileProjection(text, parts.placeholders()), stored(sample.item)),
      );
      const isRefused = areAtOdds(paths);
      if (!isRefused) accepted++;
      expect(actual, text).toEqual(isRefused ? REFUSED : stored(projected(sample.item, paths)));
    }),
    { numRuns: 1000 },
  );
  expect(accepted).toBeGreaterThan(300);
});

it('an update changes a document as the reference says, and is refused where it says so', () => {
  let accepted = 0;
  fc.assert(
    fc.property(samples, plans, (sample, plan) => {
      const actions = actionsOf(sample, plan, areAtOdds);
      fc.pre(actions.length > 0);
      const parts = new ExpressionText();
      const text = writeUpdate(actions, parts);
      const item = stored(sample.item);
      const actual = outcome(() => {
        const result = applyUpdate(compileUpdate(text, parts.placeholders()), item);
        return { item: result.item, old: result.updatedOld ?? {} };
      });
      const expected = outcome(() => {
        const targets = actions.map(({ target }) => target);
        return {
          item: stored(updated(sample.item, actions)),
          old: stored(projected(sample.item, targets)),
        };
      });
      if (expected !== REFUSED) accepted++;
      expect(actual, text).toEqual(expected);
      expect(item, 'the old item').toEqual(stored(sample.item));
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(500);
});
