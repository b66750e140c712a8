/** What projections keep: semantics.md section 3. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

const S = (text: string): Attributes[string] => ({ S: text });
const Key = { pk: S('a'), sk: S('b') };
const item: Attributes = {
  ...Key,
  x: S('1'),
  y: S('2'),
  m: { M: { x: S('mx'), y: S('my'), deep: { M: { z: S('z'), w: S('w') } } } },
  l: { L: [S('l0'), S('l1'), S('l2'), { M: { p: S('p'), q: S('q') } }] },
  a: { M: { b: { L: [{ M: { c: S('c'), d: S('d') } }] } } },
  'with.point': S('dotted'),
};

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable({ range: 'sk' });
  await fill(TableName, [item]);
});

async function projected(
  ProjectionExpression: string,
  ExpressionAttributeNames?: Record<string, string>,
): Promise<Attributes | undefined> {
  const { Item } = await ask('GetItem', {
    TableName,
    Key,
    ProjectionExpression,
    ...(ExpressionAttributeNames && { ExpressionAttributeNames }),
  });
  return Item;
}

const CASES: readonly (readonly [rule: string, expression: string, kept: Attributes])[] = [
  ['an attribute alone', 'x', { x: S('1') }],
  ['several attributes', 'x, y', { x: S('1'), y: S('2') }],
  ['a key only where it is named [suite]', 'sk, x', { sk: S('b'), x: S('1') }],
  ['no attribute that is not there', 'x, nope', { x: S('1') }],
  ['a member of a map in its map, without siblings [suite]', 'm.x', { m: { M: { x: S('mx') } } }],
  ['two members of one map', 'm.x, m.y', { m: { M: { x: S('mx'), y: S('my') } } }],
  ['a deep member', 'm.deep.z', { m: { M: { deep: { M: { z: S('z') } } } } }],
  [
    'a whole map inside of a map',
    'm.deep',
    { m: { M: { deep: { M: { z: S('z'), w: S('w') } } } } },
  ],
  ['an element of a list, alone [suite]', 'l[1]', { l: { L: [S('l1')] } }],
  ['elements in ascending order [suite]', 'l[2], l[0]', { l: { L: [S('l0'), S('l2')] } }],
  [
    'an element of a map in an element [field]',
    'a.b[0].c',
    { a: { M: { b: { L: [{ M: { c: S('c') } }] } } } },
  ],
  [
    'two members of one element, merged',
    'l[3].p, l[3].q',
    { l: { L: [{ M: { p: S('p'), q: S('q') } }] } },
  ],
  ['nothing for an index past the end [field]', 'l[9], x', { x: S('1') }],
  ['nothing for a path into a scalar', 'x.y, y', { y: S('2') }],
  ['nothing for an index of a map', 'm[0], y', { y: S('2') }],
  ['nothing at all where nothing matches [suite]', 'nope.nope', {}],
];

describe('a projection of GetItem keeps', () => {
  it.each(CASES)('%s: %s', async (_rule, expression, kept) => {
    expect(await projected(expression)).toEqual(kept);
  });

  it('a name with a point behind an alias', async () => {
    expect(await projected('#p', { '#p': 'with.point' })).toEqual({ 'with.point': S('dotted') });
  });

  it('a path of aliases', async () => {
    expect(await projected('#m.#x', { '#m': 'm', '#x': 'x' })).toEqual({
      m: { M: { x: S('mx') } },
    });
  });
});

describe.each(['Query', 'Scan', 'BatchGetItem', 'TransactGetItems'] as const)(
  'a projection of %s keeps',
  (operation) => {
    const read = async (ProjectionExpression: string): Promise<unknown> => {
      switch (operation) {
        case 'Query': {
          const answer = await ask('Query', {
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': Key.pk },
            ProjectionExpression,
          });
          return answer.Items?.[0];
        }
        case 'Scan':
          return (await ask('Scan', { TableName, ProjectionExpression })).Items?.[0];
        case 'BatchGetItem': {
          const RequestItems = { [TableName]: { Keys: [Key], ProjectionExpression } };
          return (await ask('BatchGetItem', { RequestItems })).Responses?.[TableName]?.[0];
        }
        case 'TransactGetItems': {
          const TransactItems = [{ Get: { TableName, Key, ProjectionExpression } }];
          return (await ask('TransactGetItems', { TransactItems })).Responses?.[0]?.Item;
        }
      }
    };

    it('the structure of documents', async () => {
      expect(await read('m.deep.z, l[1]')).toEqual({
        m: { M: { deep: { M: { z: S('z') } } } },
        l: { L: [S('l1')] },
      });
    });

    it('keys only where they are named', async () => {
      expect(await read('pk, x')).toEqual({ pk: S('a'), x: S('1') });
    });
  },
);

describe('a projection that matches nothing of an item that is there [suite]', () => {
  const ProjectionExpression = 'nope';

  it('GetItem answers an empty Item', async () => {
    expect(await ask('GetItem', { TableName, Key, ProjectionExpression })).toEqual({ Item: {} });
  });

  it('GetItem answers an empty Item for AttributesToGet', async () => {
    expect(await ask('GetItem', { TableName, Key, AttributesToGet: ['nope'] })).toEqual({
      Item: {},
    });
  });

  it('BatchGetItem keeps an empty entry', async () => {
    const RequestItems = { [TableName]: { Keys: [Key], ProjectionExpression } };
    expect(await ask('BatchGetItem', { RequestItems })).toEqual({
      Responses: { [TableName]: [{}] },
      UnprocessedKeys: {},
    });
  });

  it('TransactGetItems leaves Item out', async () => {
    const TransactItems = [{ Get: { TableName, Key, ProjectionExpression } }];
    expect(await ask('TransactGetItems', { TransactItems })).toEqual({ Responses: [{}] });
  });

  it('Scan keeps an empty entry and counts it (unconfirmed)', async () => {
    expect(await ask('Scan', { TableName, ProjectionExpression })).toEqual({
      Items: [{}],
      Count: 1,
      ScannedCount: 1,
    });
  });

  it('Query keeps an empty entry and counts it (unconfirmed)', async () => {
    const request = {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': Key.pk },
      ProjectionExpression,
    };
    expect(await ask('Query', request)).toEqual({ Items: [{}], Count: 1, ScannedCount: 1 });
  });
});

describe('paths of one projection (validation.md section 6)', () => {
  const overlap = (one: string, two: string): string =>
    `${VALIDATION}Invalid ProjectionExpression: Two document paths overlap with each other; ` +
    `must remove or rewrite one of these paths; path one: ${one}, path two: ${two}`;

  it.each([
    ['x, x', '[x]', '[x]'],
    ['m, m.x', '[m]', '[m, x]'],
    ['m.deep.z, m.deep', '[m, deep, z]', '[m, deep]'],
    ['l[0], l[0]', '[l, [0]]', '[l, [0]]'],
  ])('overlap: %s', async (ProjectionExpression, one, two) => {
    expect(await refused('GetItem', { TableName, Key, ProjectionExpression })).toBe(
      overlap(one, two),
    );
  });

  it('conflict: m.x, m[0]', async () => {
    const request = { TableName, Key, ProjectionExpression: 'm.x, m[0]' };
    expect(await refused('GetItem', request)).toBe(
      `${VALIDATION}Invalid ProjectionExpression: Two document paths conflict with each other; ` +
        'must remove or rewrite one of these paths; path one: [m, x], path two: [m, [0]]',
    );
  });

  it('need the names they use', async () => {
    const request = { TableName, Key, ProjectionExpression: '#m' };
    expect(await refused('GetItem', request)).toBe(
      `${VALIDATION}Invalid ProjectionExpression: ` +
        'An expression attribute name used in the document path is not defined; attribute name: #m',
    );
  });
});
