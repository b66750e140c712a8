import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMessage, senderOf } from './region-messages.ts';

const hint = {
  protocol: 1,
  from: 'eu-west-1',
  to: undefined,
  life: 1,
  body: { kind: 'hint', upTo: 3 },
};

const changes = {
  ...hint,
  body: {
    kind: 'reply',
    id: 1,
    reply: {
      what: 'changes',
      storeId: 's',
      changes: [{ key: 'k', text: '{}', stamp: 5 }],
      upTo: 1,
      stamp: 5,
      hasMore: false,
      pending: 0,
      marks: { 'us-east-1': 4 },
    },
  },
};

it('messages of ours are read', () => {
  expect(readMessage(hint)).toBe(hint);
  expect(readMessage(changes)).toBe(changes);
});

it('whatever a script may post is read or dropped, never thrown', () => {
  fc.assert(
    fc.property(
      fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true }),
      (junk) => {
        expect(readMessage(junk)).toBeUndefined();
      },
    ),
  );
});

it('a message with any member replaced is dropped or still one of ours', () => {
  const paths = pathsIn(changes);
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.anything(), (path, junk) => {
      const broken = structuredClone(changes) as unknown;
      replaceAt(broken, path, junk);
      const read = readMessage(broken);
      expect(read === undefined || read === broken).toBe(true);
    }),
  );
});

it.each([
  ['another protocol', { ...hint, protocol: 2 }],
  ['a sender that is no Region', { ...hint, from: '__proto__' }],
  ['a count that is none', { ...hint, body: { kind: 'hint', upTo: -1 } }],
  ['a clock of the far future', withChange({ stamp: Date.UTC(2101, 0, 1) * 1024 })],
  ['a key that is no byte string', withChange({ key: 'ā' })],
  ['a key that is too long', withChange({ key: 'k'.repeat(10_000) })],
  ['an item that is too large', withChange({ text: 'x'.repeat(5_000_000) })],
  ['a list with a hole', { ...changes, body: withChanges(new Array<unknown>(1)) }],
  ['a list that has a length and nothing else', withGroups(new Array<unknown>(4_294_967_295))],
  ['a kind that objects inherit', { ...hint, body: { kind: 'constructor' } }],
])('%s is dropped', (_, message) => {
  expect(readMessage(message)).toBeUndefined();
});

it('a message that throws when looked at is dropped', () => {
  const trap = {
    get protocol(): never {
      throw new Error('a trap');
    },
  };
  expect(readMessage(trap)).toBeUndefined();
});

it('only a message of ours has a sender', () => {
  expect(senderOf(hint)).toBe('eu-west-1');
  for (const other of [null, 'eu-west-1', { from: 'eu-west-1' }, { ...hint, protocol: 7 }])
    expect(senderOf(other)).toBeUndefined();
});

function withChanges(list: readonly unknown[]): object {
  return { ...changes.body, reply: { ...changes.body.reply, changes: list } };
}

function withGroups(ids: readonly unknown[]): object {
  return { ...hint, body: { kind: 'question', id: 1, question: { what: 'groups', ids } } };
}

function withChange(change: object): unknown {
  const { reply } = changes.body;
  const [first] = reply.changes;
  const broken = { ...reply, changes: [{ ...first, ...change }] };
  return { ...changes, body: { ...changes.body, reply: broken } };
}

function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return path.length === 0 ? [] : [path];
  return Object.entries(value).flatMap(([name, each]) => pathsIn(each, [...path, name]));
}

function replaceAt(value: unknown, path: readonly string[], by: unknown): void {
  const [name = '', ...rest] = path;
  const object = value as Record<string, unknown>;
  if (rest.length === 0) object[name] = by;
  else replaceAt(object[name], rest, by);
}
