import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { attributesOf } from './attributes.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import {
  collectionPrefix,
  encodeScalar,
  encodeSortPrefix,
  hashOf,
  keyOf,
  sortKeyBytes,
  successor,
} from './key-codec.ts';
import type { KeySchema } from './key-schema.ts';

const SCHEMA: KeySchema = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'N' },
};

describe('the bytes of a scalar', () => {
  it.each([
    [{ S: 'a' }, '04 61 00'],
    [{ S: 'a\0\x01\x02' }, '04 61 01 01 01 02 02 00'],
    [{ S: 'é' }, '04 c3 a9 00'],
    [{ B: 'AAH/' }, '05 01 01 01 02 ff 00'],
    [{ N: '0' }, '02'],
    [{ N: '1' }, '03 82 14'],
    [{ N: '42' }, '03 83 54'],
    [{ N: '123' }, '03 84 19 3c'],
    [{ N: '-42' }, '01 7c ab'],
    [{ N: `0.${'0'.repeat(129)}1` }, '03 00 14'],
    [{ N: `1${'0'.repeat(125)}` }, '03 ff 14'],
  ])('of %j are %s', (value, hex) => {
    const bytes = Buffer.from(encodeScalar(value), 'latin1');
    expect(bytes.toString('hex').replace(/..(?=.)/g, '$& ')).toBe(hex);
  });

  it('end without terminator or escape in a sort key', () => {
    expect(sortKeyBytes({ S: 'a\0b' })).toBe('\x04a\0b');
    expect(sortKeyBytes({ B: '/w==' })).toBe('\x05\xff');
    expect(sortKeyBytes({ N: '7' })).toBe(encodeScalar({ N: '7' }));
  });

  it('do not exist for types that cannot be keys', () => {
    expect(() => encodeScalar({ BOOL: true })).toThrow('no key encoding for type BOOL');
    expect(() => sortKeyBytes({ L: [] })).toThrow('no key encoding for type L');
    expect(() => encodeSortPrefix({ N: '1' })).toThrow('begins_with');
  });
});

describe('a key', () => {
  it('is hash, partition key and sort key', () => {
    const item = { pk: { S: 'user#1' }, sk: { N: '7' }, other: { S: 'x' } };
    const encoded = '\x04user#1\0';
    const hash = createHash('md5').update(encoded, 'latin1').digest('binary');
    expect(hashOf({ S: 'user#1' })).toBe(hash);
    expect(hash).toHaveLength(16);
    expect(keyOf(SCHEMA, attributesOf(item))).toBe(`${hash}${encoded}${sortKeyBytes({ N: '7' })}`);
    expect(collectionPrefix(SCHEMA, { S: 'user#1' })).toBe(hash + encoded);
    expect(keyOf({ ...SCHEMA, sortKey: undefined }, attributesOf(item))).toBe(hash + encoded);
  });

  it('hashes the type with the value', () => {
    expect(hashOf({ S: 'a' })).not.toBe(hashOf({ B: 'YQ==' }));
  });

  it('is asked of checked items only', () => {
    const lacking = attributesOf({ pk: { S: 'a' } });
    expect(() => keyOf(SCHEMA, lacking)).toThrow('key attribute sk must be present');
    const wrong = attributesOf({ pk: { N: '1' }, sk: { N: '1' } });
    expect(() => keyOf(SCHEMA, wrong)).toThrow('with type S');
    expect(() => collectionPrefix(SCHEMA, { N: '1' })).toThrow('must have type S');
  });

  it('takes its hash from the partition key however long', () => {
    const long = { S: 'é'.repeat(1024) };
    const hash = createHash('md5').update(encodeScalar(long), 'latin1').digest('binary');
    expect(hashOf(long)).toBe(hash);
    expect(hashOf(long)).toBe(hash);
  });
});

describe('the successor of a prefix', () => {
  it('is above every key with it and not above the next prefix', () => {
    expect(successor('ab' as KeyBytes)).toBe('ac');
    expect(successor('a\xff\xff' as KeyBytes)).toBe('b');
    expect(successor('\xff' as KeyBytes)).toBeUndefined();
    expect(successor('' as KeyBytes)).toBeUndefined();
  });
});
