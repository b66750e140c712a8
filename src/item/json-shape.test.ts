import { describe, expect, it } from 'vitest';
import { DynamoError } from '../wire/dynamo-error.ts';
import { canonicalItem } from './canonical.ts';
import { checkItemShape } from './json-shape.ts';

const MAP =
  'Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>';
const STRUCTURE =
  'Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue';
const OBJECT = 'Start of structure or map found where not expected';
const SCALAR = 'Unexpected field type';

const WRONG: readonly (readonly [unknown, string])[] = [
  [{ a: { S: true } }, 'TRUE_VALUE cannot be converted to String'],
  [{ a: { N: false } }, 'FALSE_VALUE cannot be converted to String'],
  [{ a: { N: 5 } }, 'NUMBER_VALUE cannot be converted to String'],
  [{ a: { S: 1.5 } }, 'DECIMAL_VALUE cannot be converted to String'],
  [{ a: { S: [] } }, 'Unrecognized collection type class java.lang.String'],
  [{ a: { S: {} } }, OBJECT],
  [{ a: { B: 1 } }, 'NUMBER_VALUE cannot be converted to Blob'],
  [{ a: { BOOL: 1 } }, 'NUMBER_VALUE cannot be converted to Boolean'],
  [{ a: { BOOL: 'maybe' } }, 'Unexpected token received from parser'],
  [{ a: { BOOL: [] } }, 'Unrecognized collection type class java.lang.Boolean'],
  [{ a: { NULL: {} } }, OBJECT],
  [{ a: { SS: 'x' } }, SCALAR],
  [{ a: { NS: {} } }, OBJECT],
  [{ a: { NS: [1] } }, 'NUMBER_VALUE cannot be converted to String'],
  [{ a: { BS: [[]] } }, 'Unrecognized collection type class java.nio.ByteBuffer'],
  [{ a: { L: 'x' } }, SCALAR],
  [{ a: { L: {} } }, OBJECT],
  [{ a: { L: ['x'] } }, SCALAR],
  [{ a: { L: [[]] } }, STRUCTURE],
  [{ a: { M: 'x' } }, SCALAR],
  [{ a: { M: [] } }, MAP],
  [{ a: 'x' }, SCALAR],
  [{ a: [] }, STRUCTURE],
  [[], MAP],
  ['x', SCALAR],
];

describe('wrong JSON types', () => {
  it.each(WRONG)('%j', (wire, message) => {
    const expected = new DynamoError('SerializationException', message);
    expect(() => canonicalItem(wire, 'current')).toThrow(expected);
    expect(() => {
      checkItemShape(wire);
    }).toThrow(expected);
  });

  it('do not include null or unknown members', () => {
    expect(() => {
      checkItemShape({
        a: null,
        b: { S: null, X: [] },
        c: { SS: [null], L: [null], M: { d: null } },
      });
    }).not.toThrow();
  });
});

describe('invalid base64', () => {
  it.each([
    ['AAA', 'Base64 encoded length is expected a multiple of 4 bytes but found: 3'],
    ['A-A=', "Invalid Base64 character: '-'"],
    ['A=AA', "Invalid Base64 character: '='"],
    ['A===', "Invalid Base64 character: '='"],
    ['AB==', 'Invalid last non-pad Base64 character dectected'],
  ])('%s', (text, message) => {
    const expected = new DynamoError('SerializationException', message);
    expect(() => canonicalItem({ a: { B: text } }, 'current')).toThrow(expected);
    expect(() => canonicalItem({ a: { BS: [text] } }, 'current')).toThrow(expected);
  });
});
