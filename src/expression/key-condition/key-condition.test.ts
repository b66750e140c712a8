import { expect, it } from 'vitest';
import type { KeySchema } from '../../item/key-schema.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { bindKeyCondition, compileKeyCondition } from './key-condition.ts';
import { Placeholders } from '../binding/placeholders.ts';

const HASH: KeySchema = { partitionKey: { name: 'pk', type: 'S' }, sortKey: undefined };
const BOTH: KeySchema = { ...HASH, sortKey: { name: 'sk', type: 'N' } };

function bind(text: string, schema: KeySchema = BOTH) {
  const placeholders = new Placeholders(undefined, {
    ':p': { S: 'p' },
    ':empty': { S: '' },
    ':n': { N: '1' },
    ':m': { N: '2' },
  });
  return bindKeyCondition(compileKeyCondition(text, placeholders), schema);
}

it('clauses may stand in any order, and the value on the left', () => {
  expect(bind('pk = :p')).toEqual({ partition: { S: 'p' } });
  expect(bind('(:n <= sk) AND :p = pk')).toEqual({
    partition: { S: 'p' },
    sort: { kind: '>=', value: { N: '1' } },
  });
  expect(bind('pk = :p AND sk BETWEEN :n AND :m').sort).toEqual({
    kind: 'between',
    lower: { N: '1' },
    upper: { N: '2' },
  });
});

it.each([
  [
    'pk = :p AND sk = :n AND x = :n',
    BOTH,
    'The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)',
  ],
  ['sk = :n', BOTH, 'Query condition missed key schema element: pk'],
  ['pk = :p AND x = :n', BOTH, 'Query condition missed key schema element: sk'],
  ['pk > :p', HASH, 'Query key condition not supported'],
  [
    'pk = :n',
    HASH,
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  ],
  [
    'pk = :p AND begins_with(sk, :p)',
    BOTH,
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  ],
  [
    'pk = :empty',
    HASH,
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
  ],
])('%s is refused by the schema: %s', (text, schema, message) => {
  expect(() => bind(text, schema)).toThrow(new ValueFault(message));
});
