import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMemory } from '../../../../src/memory/index.ts';
import type { WireItem, WireValue } from '../../../values/attribute-value.ts';
import { sameValue } from '../../../values/image-difference.ts';
import { ownMember } from '../../../values/own-member.ts';
import type { KeySchema } from '../../../values/table-summary.ts';
import { changesOf, rebased } from './item-changes.ts';
import { writeEdit, type ItemEdit } from './item-edit.ts';

const KEYS: KeySchema = { partition: { name: 'pk', type: 'S' }, sort: { name: 'sk', type: 'N' } };
const KEY = { pk: { S: 'a' }, sk: { N: '1' } };
const NAMES = [
  'name',
  'size',
  'a.b',
  'l[0]',
  '__proto__',
  'constructor',
  'ünï',
  'x',
  'y',
  '#n',
  ':v',
  ' ',
];

const text = fc.string({ maxLength: 4 });
const number = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }).map(String);
const bytes = fc
  .uint8Array({ maxLength: 4 })
  .map((content) => Buffer.from(content).toString('base64'));
const set = (member: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.uniqueArray(member, { minLength: 1, maxLength: 3 });

const { value } = fc.letrec<{ value: object }>((tie) => {
  const members = fc.dictionary(fc.constantFrom(...NAMES), tie('value'), {
    maxKeys: 4,
    noNullPrototype: true,
  });
  return {
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      text.map((S) => ({ S })),
      number.map((N) => ({ N })),
      bytes.map((B) => ({ B })),
      fc.boolean().map((BOOL) => ({ BOOL })),
      fc.constant({ NULL: true }),
      set(text).map((SS) => ({ SS })),
      set(number).map((NS) => ({ NS })),
      set(bytes).map((BS) => ({ BS })),
      fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
      members.map((M) => ({ M })),
    ),
  };
});
const item = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 8 })
  .map((entries) => ({ ...Object.fromEntries(entries), ...KEY }));

type Database = Awaited<ReturnType<typeof openMemory>>;

async function withTable<T>(work: (db: Database) => Promise<T>): Promise<T> {
  await using db = await openMemory();
  await db.ensureTable({ TableName: 'things', pk: 'pk', sk: 'sk', skType: 'N' });
  return await work(db);
}

/** As the console sends it: as text. */
async function send(
  db: Database,
  operation: string,
  body: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await db.request(`DynamoDB_20120810.${operation}`, JSON.stringify(body));
  return { status: answer.status, body: JSON.parse(answer.body) as Record<string, unknown> };
}

async function stored(db: Database, key: object = KEY): Promise<WireItem | undefined> {
  const { body } = await send(db, 'GetItem', { TableName: 'things', Key: key });
  return body['Item'] as WireItem | undefined;
}

async function put(db: Database, Item: WireItem): Promise<void> {
  expect((await send(db, 'PutItem', { TableName: 'things', Item })).status).toBe(200);
}

function editOf(changes: Partial<ItemEdit> & Pick<ItemEdit, 'before' | 'after'>): ItemEdit {
  return { table: 'things', keys: KEYS, onlyIfUnchanged: true, ...changes };
}

async function write(
  db: Database,
  edit: ItemEdit,
): Promise<{ status: number; kind: string; body: Record<string, unknown> }> {
  const made = writeEdit(edit);
  if (made.kind === 'nothing' || made.kind === 'refused') throw new Error(JSON.stringify(made));
  return { ...(await send(db, made.operation, made.body)), kind: made.kind };
}

describe('for any item and any edit of it with its key', () => {
  it('the request makes the item that was edited', async () => {
    await withTable(async (db) => {
      await fc.assert(
        fc.asyncProperty(item, item, fc.boolean(), async (old, after, onlyIfUnchanged) => {
          await put(db, old);
          const before = await stored(db);
          const edit = editOf({ before, after, onlyIfUnchanged });
          const made = writeEdit(edit);
          if (made.kind !== 'nothing')
            expect(await write(db, edit)).toMatchObject({ status: 200, kind: 'update' });
          const now = await stored(db);
          expect(sameValue({ M: now }, { M: after })).toBe(true);
        }),
        { numRuns: 300 },
      );
    });
  });

  it('an attribute that others added meanwhile stays', async () => {
    await withTable(async (db) => {
      await fc.assert(
        fc.asyncProperty(item, item, fc.boolean(), async (before, after, onlyIfUnchanged) => {
          await put(db, { ...before, theirs: { S: 'new' } });
          const edit = editOf({ before, after, onlyIfUnchanged });
          if (writeEdit(edit).kind === 'nothing') return;
          expect((await write(db, edit)).status).toBe(200);
          const expected = { M: { ...after, theirs: { S: 'new' } } };
          expect(sameValue({ M: await stored(db) }, expected)).toBe(true);
        }),
        { numRuns: 100 },
      );
    });
  });

  it('nothing is written over what others wrote where the edit writes', async () => {
    await withTable(async (db) => {
      const touched = fc.subarray(NAMES);
      let [written, refused] = [0, 0];
      await fc.assert(
        fc.asyncProperty(item, item, item, touched, async (before, after, other, names) => {
          const edit = editOf({ before, after });
          if (writeEdit(edit).kind === 'nothing') return;
          const theirs = mixed(before, other, names);
          await put(db, theirs);
          const changes = changesOf(before, after, 'inside');
          const isUnchanged = changes.every(({ path, before: old }) =>
            alike(valueAt({ M: theirs }, path), old),
          );
          const answer = await write(db, edit);
          const now = { M: await stored(db) };
          if (isUnchanged && answer.status === 200) {
            written += 1;
            for (const { path, after: fresh } of changes) {
              expect(alike(valueAt(now, path), fresh)).toBe(true);
            }
            for (const { path } of changesOf(theirs, now.M as WireItem, 'inside')) {
              expect(changes.some((change) => within(path, change.path))).toBe(true);
            }
          } else {
            refused += 1;
            expect(sameValue(now, { M: theirs })).toBe(true);
            expect(answer.status).toBe(400);
          }
        }),
        { numRuns: 300 },
      );
      expect(Math.min(written, refused)).toBeGreaterThan(20);
    });
  });
});

describe('an edit put on what others made of the item', () => {
  it('is what was edited where it was edited, and theirs elsewhere', () => {
    fc.assert(
      fc.property(item, item, item, fc.subarray(NAMES), (before, edited, other, names) => {
        const now = mixed(before, other, names);
        const result = rebased(before, edited, now);
        const mine = changesOf(before, edited, 'inside');
        const intoMine = (path: readonly string[]): boolean =>
          mine.some((change) => within(path, change.path));
        for (const { path, after } of mine) {
          if (valueAt({ M: result }, path.slice(0, -1)) === undefined) continue;
          if (after === undefined || valueAt({ M: now }, path) !== undefined) {
            expect(alike(valueAt({ M: result }, path), after)).toBe(true);
          }
        }
        for (const { path } of changesOf(now, result, 'inside')) expect(intoMine(path)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(item, item, (before, edited) => {
        expect(sameValue({ M: rebased(before, edited, before) }, { M: edited })).toBe(true);
        expect(sameValue({ M: rebased(before, before, edited) }, { M: edited })).toBe(true);
      }),
    );
  });

  it('keeps their member of a map beside the edited one', () => {
    const place = (street: string, town: string): WireItem => ({
      ...KEY,
      place: { M: { street: { S: street }, town: { S: town } } },
    });
    expect(rebased(place('a', 'b'), place('mine', 'b'), place('a', 'theirs'))).toEqual(
      place('mine', 'theirs'),
    );
  });
});

/** `before` as others left it: the attributes of these names are `other`'s. */
function mixed(before: WireItem, other: WireItem, names: readonly string[]): WireItem {
  const entries = [
    ...Object.entries(before).filter(([name]) => !names.includes(name)),
    ...Object.entries(other).filter(([name]) => names.includes(name)),
  ];
  return Object.fromEntries(entries);
}

function valueAt(value: WireValue | undefined, path: readonly string[]): WireValue | undefined {
  const [name, ...rest] = path;
  if (value === undefined || name === undefined) return value;
  const members = value['M'] as WireItem | undefined;
  return members === undefined ? undefined : valueAt(ownMember(members, name), rest);
}

function alike(one: WireValue | undefined, other: WireValue | undefined): boolean {
  return one === undefined || other === undefined ? one === other : sameValue(one, other);
}

/** Whether one path leads into what the other names. */
function within(path: readonly string[], outer: readonly string[]): boolean {
  const length = Math.min(path.length, outer.length);
  return JSON.stringify(path.slice(0, length)) === JSON.stringify(outer.slice(0, length));
}

describe('an edit', () => {
  const before = { ...KEY, name: { S: 'x' }, inner: { M: { a: { N: '1' }, b: { N: '2' } } } };

  it('writes the member of a map that differs, and asks for that one', () => {
    const after = { ...before, inner: { M: { a: { N: '1' }, b: { N: '3' } } } };
    expect(writeEdit(editOf({ before, after }))).toMatchObject({
      kind: 'update',
      operation: 'UpdateItem',
      body: {
        Key: KEY,
        UpdateExpression: 'SET #inner.#b = :b',
        ConditionExpression: 'attribute_exists(#pk) AND #inner.#b = :b2',
        ExpressionAttributeValues: { ':b': { N: '3' }, ':b2': { N: '2' } },
      },
    });
  });

  it('of another spelling of a number is none', () => {
    const after = { ...before, inner: { M: { a: { N: '1.0' }, b: { N: '2e0' } } } };
    expect(writeEdit(editOf({ before, after }))).toEqual({ kind: 'nothing' });
  });

  it('does not bring back an item that is gone', async () => {
    await withTable(async (db) => {
      for (const onlyIfUnchanged of [true, false]) {
        const edit = editOf({ before, after: { ...before, name: { S: 'y' } }, onlyIfUnchanged });
        expect(await write(db, edit)).toMatchObject({ status: 400 });
        expect(await stored(db)).toBeUndefined();
      }
    });
  });

  it('of an item that is not there puts it, unless somebody was faster', async () => {
    await withTable(async (db) => {
      const edit = editOf({ before: undefined, after: before });
      expect(await write(db, edit)).toMatchObject({ status: 200, kind: 'new' });
      expect(await write(db, edit)).toMatchObject({ status: 400 });
    });
  });

  it('of the key moves the item, whole or not at all', async () => {
    await withTable(async (db) => {
      await put(db, before);
      const after = { ...before, sk: { N: '2' }, name: { S: 'moved' } };
      const edit = editOf({ before, after });
      await put(db, { ...before, sk: { N: '2' } });
      expect(await write(db, edit)).toMatchObject({ status: 400, kind: 'move' });
      expect(await stored(db)).toEqual(before);
      await send(db, 'DeleteItem', { TableName: 'things', Key: { ...KEY, sk: { N: '2' } } });
      await put(db, { ...before, name: { S: 'theirs' } });
      expect(await write(db, edit)).toMatchObject({ status: 400, kind: 'move' });
      await put(db, before);
      expect(await write(db, edit)).toMatchObject({ status: 200, kind: 'move' });
      expect(await stored(db)).toBeUndefined();
      expect(await stored(db, { ...KEY, sk: { N: '2' } })).toEqual(after);
    });
  });

  it('without a key attribute is refused with its name', () => {
    const { sk: _, ...after } = before;
    expect(writeEdit(editOf({ before, after }))).toEqual({
      kind: 'refused',
      fault: 'The item needs its key attribute sk.',
    });
  });
});

describe('an edit of very many attributes', () => {
  const many = (count: number, content: string): WireItem => ({
    ...KEY,
    ...Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`attribute-${index}`, { S: content }]),
    ),
  });

  it('is written with short names as long as they fit', async () => {
    await withTable(async (db) => {
      const [before, after] = [many(140, 'a'), many(140, 'b')];
      await put(db, before);
      expect(await write(db, editOf({ before, after }))).toMatchObject({
        status: 200,
        kind: 'update',
      });
      expect(await stored(db)).toEqual(after);
    });
  });

  it('is refused with the way out beyond that, or puts the whole item where it may', async () => {
    await withTable(async (db) => {
      const [before, after] = [many(800, 'a'), many(800, 'b')];
      await put(db, before);
      expect(writeEdit(editOf({ before, after }))).toMatchObject({
        kind: 'refused',
        fault: expect.stringContaining('Save it in parts'),
      });
      const edit = editOf({ before, after, onlyIfUnchanged: false });
      expect(await write(db, edit)).toMatchObject({ status: 200, kind: 'put' });
      expect(await stored(db)).toEqual(after);
    });
  });

  it('inside of one map is written as the whole map', async () => {
    await withTable(async (db) => {
      const within = (content: string): WireItem => {
        const { pk, sk, ...inner } = many(800, content);
        return { ...KEY, inner: { M: inner } };
      };
      await put(db, within('a'));
      const edit = editOf({ before: within('a'), after: within('b') });
      expect(await write(db, edit)).toMatchObject({ status: 200, kind: 'update' });
      expect(await stored(db)).toEqual(within('b'));
    });
  });
});
