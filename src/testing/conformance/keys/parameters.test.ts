/** validation.md section 5, tables and operations apart. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused } from '../ask.ts';
import type { Attributes, Operation } from '../ask.ts';
import { INVALID, KEY_MISMATCH, NO_TABLE, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
let binary: string;
let numbers: string;
beforeAll(async () => {
  TableName = await freshTable({ range: 'sk' });
  binary = await freshTable({ hash: 'pk:B', range: 'sk:B' });
  numbers = await freshTable({ hash: 'pk:N' });
});

const KEYED: readonly (readonly [Operation, object])[] = [
  ['GetItem', {}],
  ['DeleteItem', {}],
  ['UpdateItem', {}],
];

const WRONG_KEYS: readonly (readonly [string, object])[] = [
  ['that is empty', {}],
  ['without the sort key', { pk: { S: 'a' } }],
  ['without the partition key', { sk: { S: 'a' } }],
  ['with one attribute more', { pk: { S: 'a' }, sk: { S: 'b' }, x: { S: 'c' } }],
  ['with another attribute in place of the sort key', { pk: { S: 'a' }, x: { S: 'c' } }],
  ['with a partition key of another type', { pk: { N: '1' }, sk: { S: 'b' } }],
  ['with a sort key of another type', { pk: { S: 'a' }, sk: { B: new Uint8Array([1]) } }],
  ['with a list for a key', { pk: { S: 'a' }, sk: { L: [{ S: 'b' }] } }],
  ['with a null for a key', { pk: { NULL: true }, sk: { S: 'b' } }],
];

describe.each(KEYED)('%s refuses a Key (validation.md section 5)', (operation, members) => {
  it.each(WRONG_KEYS)('%s', async (_title, Key) => {
    expect(await refused(operation, { TableName, Key, ...members })).toBe(KEY_MISMATCH);
  });
});

describe('BatchGetItem refuses a Key (validation.md section 5)', () => {
  it.each(WRONG_KEYS)('%s', async (_title, Key) => {
    const request = { RequestItems: { [TableName]: { Keys: [Key] } } };
    expect(await refused('BatchGetItem', request)).toBe(KEY_MISMATCH);
  });
});

describe('PutItem refuses an item (validation.md section 5)', () => {
  const put = (Item: object): Promise<string> => refused('PutItem', { TableName, Item });

  it.each([
    ['without the partition key', { sk: { S: 'b' } }, 'Missing the key pk in the item'],
    ['without the sort key', { pk: { S: 'a' } }, 'Missing the key sk in the item'],
    [
      'with a number for a string key',
      { pk: { N: '1' }, sk: { S: 'b' } },
      'Type mismatch for key pk expected: S actual: N',
    ],
    [
      'with a list for a key',
      { pk: { S: 'a' }, sk: { L: [] } },
      'Type mismatch for key sk expected: S actual: L',
    ],
    [
      'with a map for a key',
      { pk: { M: {} }, sk: { S: 'b' } },
      'Type mismatch for key pk expected: S actual: M',
    ],
    [
      'with a set for a key',
      { pk: { SS: ['a'] }, sk: { S: 'b' } },
      'Type mismatch for key pk expected: S actual: SS',
    ],
    [
      'with a boolean for a key',
      { pk: { BOOL: true }, sk: { S: 'b' } },
      'Type mismatch for key pk expected: S actual: BOOL',
    ],
    [
      'with a null for a key',
      { pk: { S: 'a' }, sk: { NULL: true } },
      'Type mismatch for key sk expected: S actual: NULL',
    ],
  ])('%s', async (_title, Item, message) => {
    expect(await put(Item)).toBe(VALIDATION + INVALID + message);
  });
});

describe('BatchWriteItem names no key (validation.md section 5)', () => {
  it.each([
    ['a put without a key', { PutRequest: { Item: { pk: { S: 'a' } } } }],
    ['a put of another type', { PutRequest: { Item: { pk: { N: '1' }, sk: { S: 'b' } } } }],
    ['a put of a list', { PutRequest: { Item: { pk: { L: [] }, sk: { S: 'b' } } } }],
    ['a delete without a key', { DeleteRequest: { Key: { pk: { S: 'a' } } } }],
    ['a delete of another type', { DeleteRequest: { Key: { pk: { N: '1' }, sk: { S: 'b' } } } }],
    [
      'a delete with one attribute more',
      { DeleteRequest: { Key: { pk: { S: 'a' }, sk: { S: 'b' }, x: { S: 'c' } } } },
    ],
  ])('%s', async (_title, write) => {
    const request = { RequestItems: { [TableName]: [write] } };
    expect(await refused('BatchWriteItem', request)).toBe(KEY_MISMATCH);
  });
});

const emptyKey = (type: 'string' | 'binary', key: string): string =>
  `${VALIDATION}One or more parameter values are not valid. The AttributeValue for a key attribute ` +
  `cannot contain an empty ${type} value. Key: ${key}`;

describe('an empty key is refused (validation.md section 5)', () => {
  const emptyPk = { pk: { S: '' }, sk: { S: 'b' } };

  it.each<[string, Operation, object]>([
    ['GetItem', 'GetItem', { Key: emptyPk }],
    ['PutItem', 'PutItem', { Item: emptyPk }],
    ['UpdateItem', 'UpdateItem', { Key: emptyPk }],
    ['DeleteItem', 'DeleteItem', { Key: emptyPk }],
  ])('by %s', async (_title, operation, members) => {
    expect(await refused(operation, { TableName, ...members })).toBe(emptyKey('string', 'pk'));
  });

  it('by BatchGetItem', async () => {
    const request = { RequestItems: { [TableName]: { Keys: [emptyPk] } } };
    expect(await refused('BatchGetItem', request)).toBe(emptyKey('string', 'pk'));
  });

  it('by BatchWriteItem', async () => {
    const request = { RequestItems: { [TableName]: [{ PutRequest: { Item: emptyPk } }] } };
    expect(await refused('BatchWriteItem', request)).toBe(emptyKey('string', 'pk'));
  });

  it('by a transaction, at top level', async () => {
    const request = { TransactItems: [{ Put: { TableName, Item: emptyPk } }] };
    expect(await refused('TransactWriteItems', request)).toBe(emptyKey('string', 'pk'));
  });

  it('by a transaction of reads, at top level', async () => {
    const request = { TransactItems: [{ Get: { TableName, Key: emptyPk } }] };
    expect(await refused('TransactGetItems', request)).toBe(emptyKey('string', 'pk'));
  });

  it('by Query', async () => {
    const request = {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: '' } },
    };
    expect(await refused('Query', request)).toBe(emptyKey('string', 'pk'));
  });

  it('naming the sort key where that is the empty one', async () => {
    const Key = { pk: { S: 'a' }, sk: { S: '' } };
    expect(await refused('GetItem', { TableName, Key })).toBe(emptyKey('string', 'sk'));
  });

  it('in binary as well', async () => {
    const Item = { pk: { B: new Uint8Array() }, sk: { B: new Uint8Array([1]) } };
    expect(await refused('PutItem', { TableName: binary, Item })).toBe(emptyKey('binary', 'pk'));
  });
});

const HASH_TOO_LONG = `${VALIDATION}${INVALID}Size of hashkey has exceeded the maximum size limit of2048 bytes`;
const RANGE_TOO_LONG = `${VALIDATION}${INVALID}Aggregated size of all range keys has exceeded the size limit of 1024 bytes`;

describe('how long keys may be (validation.md section 5 [emul])', () => {
  const keyOf = (pk: string, sk: string): Attributes => ({ pk: { S: pk }, sk: { S: sk } });

  it('2,048 bytes of partition key', async () => {
    const Item = keyOf('x'.repeat(2048), 's');
    expect(await ask('PutItem', { TableName, Item })).toEqual({});
  });

  it('but not 2,049', async () => {
    const Item = keyOf('x'.repeat(2049), 's');
    expect(await refused('PutItem', { TableName, Item })).toBe(HASH_TOO_LONG);
  });

  it('1,024 bytes of sort key', async () => {
    const Item = keyOf('p', 'x'.repeat(1024));
    expect(await ask('PutItem', { TableName, Item })).toEqual({});
  });

  it('but not 1,025', async () => {
    const Item = keyOf('p', 'x'.repeat(1025));
    expect(await refused('PutItem', { TableName, Item })).toBe(RANGE_TOO_LONG);
  });

  it('counted in UTF-8', async () => {
    const Item = keyOf('p', 'ß'.repeat(513));
    expect(await refused('PutItem', { TableName, Item })).toBe(RANGE_TOO_LONG);
  });

  it('in binary counted in bytes, not in base64', async () => {
    const bytesOf = (length: number): Attributes => ({
      pk: { B: new Uint8Array(length) },
      sk: { B: new Uint8Array([1]) },
    });
    expect(await ask('PutItem', { TableName: binary, Item: bytesOf(2048) })).toEqual({});
    expect(await refused('PutItem', { TableName: binary, Item: bytesOf(2049) })).toBe(
      HASH_TOO_LONG,
    );
  });

  it('in reads as in writes', async () => {
    const Key = keyOf('x'.repeat(2049), 's');
    expect(await refused('GetItem', { TableName, Key })).toBe(HASH_TOO_LONG);
  });

  it('in queries as in writes', async () => {
    const request = {
      TableName,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: { ':pk': { S: 'p' }, ':sk': { S: 'x'.repeat(1025) } },
    };
    expect(await refused('Query', request)).toBe(RANGE_TOO_LONG);
  });
});

describe('a key is found by its value, however it was written', () => {
  it('as a number of the same value', async () => {
    await ask('PutItem', { TableName: numbers, Item: { pk: { N: '1.50' }, x: { S: 'found' } } });
    const { Item } = await ask('GetItem', { TableName: numbers, Key: { pk: { N: '15e-1' } } });
    expect(Item).toEqual({ pk: { N: '1.5' }, x: { S: 'found' } });
  });

  it('as the same number with a negative zero', async () => {
    await ask('PutItem', { TableName: numbers, Item: { pk: { N: '0' }, x: { S: 'zero' } } });
    const { Item } = await ask('GetItem', { TableName: numbers, Key: { pk: { N: '-0.0' } } });
    expect(Item).toEqual({ pk: { N: '0' }, x: { S: 'zero' } });
  });

  it('but not as a string that differs in case', async () => {
    await ask('PutItem', { TableName, Item: { pk: { S: 'case' }, sk: { S: 'a' } } });
    const Key = { pk: { S: 'Case' }, sk: { S: 'a' } };
    expect(await ask('GetItem', { TableName, Key })).toEqual({});
  });
});

describe('a table that is not there (validation.md section 2)', () => {
  const Key = { pk: { S: 'a' } };
  const nowhere = 'nowhere';
  const values = { ExpressionAttributeValues: { ':v': { S: 'a' } } };

  it.each<[Operation, object]>([
    ['GetItem', { TableName: nowhere, Key }],
    ['PutItem', { TableName: nowhere, Item: Key }],
    ['UpdateItem', { TableName: nowhere, Key }],
    ['DeleteItem', { TableName: nowhere, Key }],
    ['Query', { TableName: nowhere, KeyConditionExpression: 'pk = :v', ...values }],
    ['Scan', { TableName: nowhere }],
    ['BatchGetItem', { RequestItems: { [nowhere]: { Keys: [Key] } } }],
    ['BatchWriteItem', { RequestItems: { [nowhere]: [{ DeleteRequest: { Key } }] } }],
    ['TransactGetItems', { TransactItems: [{ Get: { TableName: nowhere, Key } }] }],
    ['TransactWriteItems', { TransactItems: [{ Delete: { TableName: nowhere, Key } }] }],
  ])('is refused by %s', async (operation, request) => {
    expect(await refused(operation, request)).toBe(NO_TABLE);
  });
});
