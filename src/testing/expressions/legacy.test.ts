import { expect, it } from 'vitest';
import { attributesOf } from '../../item/attributes.ts';
import { ValueFault } from '../../item/value-fault.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { evaluateCondition } from '../../expression/condition/condition.ts';
import { bindKeyCondition } from '../../expression/key-condition/key-condition.ts';
import { projectItem } from '../../expression/projection/projection.ts';
import { applyUpdate, createsItem } from '../../expression/update/update.ts';
import { lowerAttributesToGet } from '../../expression/legacy/attributes-to-get.ts';
import { lowerAttributeUpdates } from '../../expression/legacy/attribute-updates.ts';
import type { AttributeUpdate } from '../../expression/legacy/attribute-updates.ts';
import { checkConditionalOperator } from '../../expression/legacy/conditional-operator.ts';
import { lowerExpected } from '../../expression/legacy/expected.ts';
import type { Expectation } from '../../expression/legacy/expected.ts';
import { lowerFilter } from '../../expression/legacy/filter.ts';
import { lowerKeyConditions } from '../../expression/legacy/key-conditions.ts';
import type { LegacyCondition } from '../../expression/legacy/legacy-condition.ts';

const V = 'One or more parameter values were invalid: ';
const one = { N: '1' };
const two = { N: '2' };

const EXPECTED: readonly (readonly [Expectation, string])[] = [
  [{}, `${V}Value must be provided when Exists is null for Attribute: a`],
  [{ Exists: true }, `${V}Value must be provided when Exists is true for Attribute: a`],
  [{ Exists: false, Value: one }, `${V}Value cannot be used when Exists is false for Attribute: a`],
  [
    { Value: one, AttributeValueList: [one], ComparisonOperator: 'EQ' },
    `${V}Value and AttributeValueList cannot be used together for Attribute: a`,
  ],
  [
    { Exists: true, Value: one, ComparisonOperator: 'EQ' },
    `${V}Exists and ComparisonOperator cannot be used together for Attribute: a`,
  ],
  [
    { AttributeValueList: [one] },
    `${V}AttributeValueList can only be used with a ComparisonOperator for Attribute: a`,
  ],
  [
    { ComparisonOperator: 'EQ' },
    `${V}Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a`,
  ],
  [
    { ComparisonOperator: 'BETWEEN', AttributeValueList: [one] },
    `${V}Invalid number of argument(s) for the BETWEEN ComparisonOperator`,
  ],
];

it.each(EXPECTED)('Expected %j is refused', (expectation, message) => {
  expect(() => lowerExpected({ a: expectation }, undefined)).toThrow(new ValueFault(message));
});

const CONDITIONS: readonly (readonly [LegacyCondition, string])[] = [
  [
    { ComparisonOperator: 'NULL', AttributeValueList: [one] },
    `${V}Invalid number of argument(s) for the NULL ComparisonOperator`,
  ],
  [{ ComparisonOperator: 'IN' }, `${V}Invalid number of argument(s) for the IN ComparisonOperator`],
  [
    { ComparisonOperator: 'LT', AttributeValueList: [{ SS: ['a'] }] },
    `${V}ComparisonOperator LT is not valid for SS AttributeValue type`,
  ],
  [
    { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [one] },
    `${V}ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type`,
  ],
  [
    { ComparisonOperator: 'IN', AttributeValueList: [one, { S: '1' }] },
    `${V}AttributeValues inside AttributeValueList must be of same type`,
  ],
  [
    { ComparisonOperator: 'BETWEEN', AttributeValueList: [two, one] },
    'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
  ],
];

it.each(CONDITIONS)('a filter %j is refused', (condition, message) => {
  expect(() => lowerFilter({ a: condition }, undefined)).toThrow(new ValueFault(message));
  expect(() => lowerKeyConditions({ a: condition })).toThrow(new ValueFault(message));
});

const ITEM: Item = { n: one, s: { S: 'hello' }, set: { SS: ['x'] } };

function passes(filter: Record<string, LegacyCondition>, operator?: 'AND' | 'OR'): boolean {
  return evaluateCondition(lowerFilter(filter, operator), attributesOf(ITEM));
}

it('filters hold as their operators say', () => {
  const list = (...values: LegacyCondition['AttributeValueList'] & object) => values;
  expect(passes({})).toBe(true);
  expect(passes({}, 'OR')).toBe(true);
  expect(passes({ n: { ComparisonOperator: 'EQ', AttributeValueList: list(one) } })).toBe(true);
  expect(passes({ x: { ComparisonOperator: 'NE', AttributeValueList: list(one) } })).toBe(true);
  expect(passes({ n: { ComparisonOperator: 'IN', AttributeValueList: list(two, one) } })).toBe(
    true,
  );
  expect(passes({ n: { ComparisonOperator: 'BETWEEN', AttributeValueList: list(one, two) } })).toBe(
    true,
  );
  expect(
    passes({ s: { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: list({ S: 'he' }) } }),
  ).toBe(true);
  expect(
    passes({ set: { ComparisonOperator: 'CONTAINS', AttributeValueList: list({ S: 'x' }) } }),
  ).toBe(true);
  expect(
    passes({ set: { ComparisonOperator: 'NOT_CONTAINS', AttributeValueList: list({ S: 'x' }) } }),
  ).toBe(false);
  const filter = {
    n: { ComparisonOperator: 'NULL' },
    s: { ComparisonOperator: 'NOT_NULL' },
  } as const;
  expect(passes(filter)).toBe(false);
  expect(passes(filter, 'OR')).toBe(true);
});

it('Expected holds as its members say', () => {
  const holds = (expectation: Expectation) =>
    evaluateCondition(lowerExpected({ n: expectation }, undefined), attributesOf(ITEM));
  expect(holds({ Value: one })).toBe(true);
  expect(holds({ Value: two, Exists: true })).toBe(false);
  expect(holds({ Exists: false })).toBe(false);
  expect(holds({ ComparisonOperator: 'LT', Value: two })).toBe(true);
});

it('a ConditionalOperator needs two conditions', () => {
  checkConditionalOperator(undefined, 0);
  checkConditionalOperator('OR', 2);
  expect(() => checkConditionalOperator('AND', undefined)).toThrow(
    'ConditionalOperator cannot be used without Filter or Expected',
  );
  expect(() => checkConditionalOperator('AND', 1)).toThrow(
    'ConditionalOperator can only be used when Filter or Expected has two or more elements',
  );
});

it('key conditions are one or two, with the operators of keys', () => {
  const eq = { ComparisonOperator: 'EQ', AttributeValueList: [one] } as const;
  expect(() => lowerKeyConditions({})).toThrow('Conditions can be of length 1 or 2 only');
  expect(() => lowerKeyConditions({ a: { ...eq, ComparisonOperator: 'NE' } })).toThrow(
    'Query key condition not supported',
  );
  const schema = {
    partitionKey: { name: 'a', type: 'N' },
    sortKey: { name: 'b', type: 'N' },
  } as const;
  expect(bindKeyCondition(lowerKeyConditions({ b: eq, a: eq }), schema)).toEqual({
    partition: one,
    sort: { kind: '=', value: one },
  });
  expect(() => bindKeyCondition(lowerKeyConditions({ b: eq }), schema)).toThrow(
    'Query condition missed key schema element: a',
  );
});

const UPDATES: readonly (readonly [AttributeUpdate, string])[] = [
  [{}, `${V}Only DELETE action is allowed when no attribute value is specified`],
  [{ Action: 'ADD' }, `${V}Only DELETE action is allowed when no attribute value is specified`],
  [
    { Action: 'DELETE', Value: { S: 'x' } },
    `${V}DELETE action with value is not supported for the type S`,
  ],
  [{ Action: 'ADD', Value: { S: 'x' } }, `${V}ADD action is not supported for the type S`],
];

it.each(UPDATES)('AttributeUpdates %j is refused', (update, message) => {
  expect(() => lowerAttributeUpdates({ a: update })).toThrow(new ValueFault(message));
});

it('AttributeUpdates put, add, append and delete top-level attributes', () => {
  const update = lowerAttributeUpdates({
    'a.b': { Value: { S: 'dots are part of the name' } },
    n: { Action: 'ADD', Value: two },
    l: { Action: 'ADD', Value: { L: [one] } },
    set: { Action: 'DELETE', Value: { SS: ['x'] } },
    s: { Action: 'DELETE' },
  });
  const result = applyUpdate(update, { ...ITEM, l: { L: [two] } });
  expect({ ...result.item }).toEqual({
    n: { N: '3' },
    l: { L: [two, one] },
    'a.b': { S: 'dots are part of the name' },
  });
  const mismatch = lowerAttributeUpdates({ s: { Action: 'ADD', Value: one } });
  expect(() => applyUpdate(mismatch, ITEM)).toThrow('Type mismatch for attribute to update');
});

it('DELETE actions alone create no item', () => {
  expect(createsItem(lowerAttributeUpdates({ a: { Action: 'DELETE' } }))).toBe(false);
  expect(createsItem(lowerAttributeUpdates({ a: { Action: 'ADD', Value: one } }))).toBe(true);
  expect(createsItem(lowerAttributeUpdates({}))).toBe(true);
});

it('AttributesToGet names top-level attributes, each once', () => {
  expect({ ...projectItem(lowerAttributesToGet(['n', 'x']), ITEM) }).toEqual({ n: one });
  expect(() => lowerAttributesToGet(['a', 'a'])).toThrow(
    new ValueFault(`${V}Duplicate value in attribute name: a`),
  );
});
