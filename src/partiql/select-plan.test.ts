import { describe, expect, it } from 'vitest';
import { collectionRange, keyConditionRange } from '../partition/collection-range.ts';
import type { KeySchema } from '../item/key-schema.ts';
import { planRanges } from './select-plan.ts';
import type { PlanTarget, SelectPlan } from './select-plan.ts';
import { prepareStatement } from './statements.ts';

const schema: KeySchema = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'N' },
};
const target: PlanTarget = {
  schema,
  isUnique: true,
  rangeOf: (partition, sort) =>
    sort === undefined
      ? collectionRange(schema, partition)
      : keyConditionRange(schema, { partition, sort }),
  checkValue: () => undefined,
};

function plan(rest: string): SelectPlan {
  const statement = prepareStatement(`SELECT * FROM t ${rest}`, []);
  if (statement.kind !== 'select') throw new Error('no SELECT');
  return planRanges(statement.where, statement.order, target);
}

function keyed(rest: string): SelectPlan & { readonly kind: 'keyed' } {
  const found = plan(rest);
  if (found.kind !== 'keyed') throw new Error('a scan');
  return found;
}

describe('a plan', () => {
  it('is a scan without equality on the partition key', () => {
    expect(plan('')).toEqual({ kind: 'scan' });
    expect(plan('WHERE sk = 1')).toEqual({ kind: 'scan' });
    expect(plan("WHERE pk = 'a' OR sk = 1")).toEqual({ kind: 'scan' });
  });

  it('is the range of a key condition', () => {
    const partition = { S: 'a' };
    expect(keyed("WHERE pk = 'a' AND sk >= 1 AND sk < 5").ranges).toEqual([
      {
        partition,
        isItem: false,
        range: {
          from: keyConditionRange(schema, { partition, sort: { kind: '>=', value: { N: '1' } } })
            .from,
          to: keyConditionRange(schema, { partition, sort: { kind: '<', value: { N: '5' } } }).to,
        },
      },
    ]);
  });

  it('needs no filter where keys say it all', () => {
    expect(keyed("WHERE pk = 'a' AND sk > 1").isExact).toBe(true);
    expect(keyed("WHERE pk = 'a' AND sk <> 1").isExact).toBe(false);
  });

  it('tells whole keys from collections', () => {
    const items = (rest: string): readonly boolean[] =>
      keyed(rest).ranges.map(({ isItem }) => isItem);
    expect(items("WHERE pk IN ['a', 'b'] AND sk = 1")).toEqual([true, true]);
    expect(items("WHERE pk = 'a'")).toEqual([false]);
  });

  it('goes by partition key values, downwards where that is asked for', () => {
    const partitions = (rest: string): unknown =>
      keyed(rest).ranges.map(({ partition }) => partition);
    expect(partitions("WHERE pk IN ['c', 'a', 'b']")).toEqual([{ S: 'a' }, { S: 'b' }, { S: 'c' }]);
    expect(partitions("WHERE pk IN ['c', 'a'] ORDER BY pk DESC")).toEqual([{ S: 'c' }, { S: 'a' }]);
    expect(keyed("WHERE pk = 'a' ORDER BY sk DESC").reverse).toBe(true);
  });

  it('makes one range of those that may overlap', () => {
    expect(keyed("WHERE pk = 'a' OR (pk = 'a' AND NOT sk = 1)").ranges).toHaveLength(1);
  });

  it('leaves out what nothing can meet', () => {
    expect(keyed("WHERE pk = 'a' AND sk > 5 AND sk < 1").ranges).toEqual([]);
  });

  it('does not multiply out what names no key', () => {
    const or = Array.from({ length: 74 }, (_, i) => `(a${i} = 1 OR b${i} = 2)`).join(' AND ');
    expect(keyed(`WHERE pk = 'a' AND ${or}`).ranges).toHaveLength(1);
  });

  it('refuses what multiplies out beyond measure', () => {
    const or = Array.from({ length: 12 }, (_, i) => `(sk = ${i} OR sk = ${i + 100})`).join(' AND ');
    expect(() => plan(`WHERE pk = 'a' AND ${or}`)).toThrow(
      'Too many decomposed read operations for a given query.',
    );
    expect(plan(`WHERE ${or}`)).toEqual({ kind: 'scan' });
  });
});
