import { expect, it } from 'vitest';
import { compileCondition } from '../condition/condition.ts';
import { Placeholders } from './placeholders.ts';

it('empty maps and bad keys are refused', () => {
  const names = (map: Record<string, string>) => () => new Placeholders(map, undefined);
  expect(names({})).toThrow('ExpressionAttributeNames must not be empty');
  expect(names({ s: 'a' })).toThrow(
    'ExpressionAttributeNames contains invalid key: Syntax error; key: "s"',
  );
  expect(names({ '#a-b': 'a' })).toThrow('key: "#a-b"');
  expect(names({ '#a': '' })).toThrow('Empty attribute name');
  expect(names({ '#a': '\ud800' })).toThrow('well-formed Unicode');
  expect(names({ '#a': 'é'.repeat(32_768) })).toThrow('Attribute name is too large');
  expect(names({ [`#${'a'.repeat(255)}`]: 'a' })).toThrow(
    'ExpressionAttributeNames contains invalid key: ' +
      'The expression attribute map contains a key that is too long; size of key: 256',
  );
  expect(() => new Placeholders(undefined, {})).toThrow(
    'ExpressionAttributeValues must not be empty',
  );
  expect(() => new Placeholders(undefined, { ':': { S: '' } })).toThrow(
    'ExpressionAttributeValues contains invalid key: Syntax error; key: ":"',
  );
});

it('names, values and both together have 2 MiB', () => {
  const limit = 2 * 1_048_576;
  const names = (bytes: number): Record<string, string> => {
    const long = Array.from({ length: Math.floor(bytes / 60_000) }, (_, i) => [
      `#${i}`,
      'x'.repeat(59_990),
    ]);
    const used = long.reduce((sum, [key = '', name = '']) => sum + key.length + name.length, 0);
    return { ...(Object.fromEntries(long) as object), '#z': 'x'.repeat(bytes - used - 2) };
  };
  const make = (namesBytes: number, valuesBytes: number) => () =>
    new Placeholders(names(namesBytes), { ':v': { S: '' } }, valuesBytes);
  expect(make(1_000_000, limit - 1_000_002)).not.toThrow();
  expect(make(1_000_000, limit - 1_000_001)).toThrow(
    'Combined size of ExpressionAttributeNames and ExpressionAttributeValues exceeds max size',
  );
  expect(make(1_000_000, limit - 1)).toThrow(/^ExpressionAttributeValues exceeds max size$/);
  expect(make(limit + 1, 0)).toThrow(/^ExpressionAttributeNames exceeds max size$/);
});

it('what no expression uses is named, names before values', () => {
  const placeholders = new Placeholders(
    { '#a': 'a', '#b': 'b', '#c': 'c' },
    { ':v': { S: '' }, ':w': { S: '' } },
  );
  compileCondition('ConditionExpression', '#c = :v', placeholders);
  expect(() => placeholders.assertAllUsed()).toThrow(
    'Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}',
  );
  compileCondition('ConditionExpression', '#a = #b', placeholders);
  expect(() => placeholders.assertAllUsed()).toThrow(
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}',
  );
  compileCondition('FilterExpression', '#a = :w', placeholders);
  placeholders.assertAllUsed();
});
