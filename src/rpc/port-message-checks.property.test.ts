import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RequestQueue } from '../client/link/request-queue.ts';
import type { OwnerMessage, PageMessage } from './protocol.ts';
import { parseOwnerMessage, parsePageMessage } from './port-message-checks.ts';

const FROM_PAGE: readonly PageMessage[] = [
  [3],
  [0, 1, { target: 'A' }, 1, 'a', 2, { target: 'B' }, 2, 'b', 'b2'],
  [0, 1, { target: 'A', rows: true }, 1, 'a', new ArrayBuffer(8)],
  { nameless: true },
  { abort: [1, 2] },
  { confirmed: 9 },
  { ask: 4, question: 'stats' },
  { subscribe: [] },
  { subscribe: ['owner', 'conflict'] },
];

const FROM_OWNER: readonly OwnerMessage[] = [
  [],
  [2, 200, 1, 'b2', 5, 400, 2, 'b5', 'b6'],
  [2, 200, 1, 'b2', new ArrayBuffer(8)],
  { asked: 4, outcome: { ok: true, value: undefined } },
  { asked: 4, outcome: { ok: false, error: { code: 'device', message: 'no' } } },
  { told: { type: 'quota', region: 'us-east-1', atMs: 1 } },
  { owner: { storeId: 's', epoch: 1 } },
  { port: 'name', broker: 'url' },
  { lost: true },
  { failure: { code: 'bug', message: 'why' } },
];

/** Whatever a script can post. */
const clonable = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true });
const head = fc.oneof(fc.string(), fc.record({ target: fc.oneof(fc.string(), clonable) }));
/** Numbers as messages have them, and such as they do not. */
const number = fc.oneof(
  fc.nat(4),
  fc.constantFrom(-1, 0.5, Number.NaN, Infinity, 2 ** 52, 2 ** 53, 1e15, '1', null, undefined),
);
/** Lists like those of calls and answers, most of them not quite. */
const list = fc.array(
  fc.oneof({ weight: 3, arbitrary: number }, { weight: 3, arbitrary: head }, clonable),
);
const members = fc.constantFrom(
  ...[
    'abort',
    'nameless',
    'confirmed',
    'ask',
    'question',
    'asked',
    'outcome',
    'owner',
    'lost',
    'failure',
    'subscribe',
    'told',
  ],
);
const named = fc.dictionary(members, fc.oneof(clonable, fc.array(number), number), { maxKeys: 3 });
const heard = fc.oneof(clonable, list, named);

/** What a session does with calls: it must come to an end, and find a text for each number. */
function textsOf(runs: readonly unknown[], from: number): readonly unknown[] {
  const texts: unknown[] = [];
  for (let i = from; i < runs.length;) {
    const first = runs[i] as number;
    const count = runs[i + 2] as number;
    i += 3;
    for (let number = first; number < first + count; number++, i++) texts.push(runs[i]);
  }
  return texts;
}

it('what pages and owners say is read as they have said it', () => {
  for (const message of FROM_PAGE)
    expect(parsePageMessage(structuredClone(message))).toEqual(message);
  for (const message of FROM_OWNER)
    expect(parseOwnerMessage(structuredClone(message))).toEqual(message);
});

it('members of a head that this release does not know are passed over', () => {
  const calls = [0, 1, { target: 'A', later: { told: true } }, 1, 'a'];
  expect(parsePageMessage(calls)).toBe(calls);
});

it('whatever a script may post to an owner is dropped, or calls that each have a text', () => {
  fc.assert(
    fc.property(heard, (junk) => {
      const message = parsePageMessage(junk);
      if (!Array.isArray(message)) return;
      expect(textsOf(message, 1).every((text) => typeof text === 'string')).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it('whatever a script may post to a page is dropped, or does its requests no harm', () => {
  fc.assert(
    fc.property(heard, (junk) => {
      const queue = new RequestQueue({ after: () => ({ cancel: () => undefined }) });
      const message = parseOwnerMessage(junk);
      queue.ask('stats').catch(() => undefined);
      if (message !== undefined) queue.receive(message);
    }),
    { numRuns: 2_000 },
  );
});

it('a message with any of its parts replaced is dropped or still one', () => {
  const replaced = fc.tuple(fc.constantFrom(...FROM_PAGE, ...FROM_OWNER), fc.nat(9), heard);
  fc.assert(
    fc.property(replaced, ([message, at, junk]) => {
      const broken = structuredClone(message) as unknown as Record<string, unknown>;
      const names = Object.keys(broken);
      broken[names[at % Math.max(1, names.length)] ?? '0'] = junk;
      for (const parsed of [parsePageMessage(broken), parseOwnerMessage(broken)])
        expect(parsed === undefined || (parsed as unknown) === broken).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['a count beyond the end', [0, 1, { target: 'A' }, 1e15, 'a']],
  ['a number that the next one equals', [0, 2 ** 53, { target: 'A' }, 3, 'a', 'b', 'c']],
  ['a list of holes', [0, ...Array<unknown>(3)]],
  ['a list that has a length and nothing else', new Array<unknown>(4_294_967_295)],
  ['numbers that are such a list', { abort: new Array<unknown>(4_294_967_295) }],
  ['numbers that are none', { abort: 5 }],
  ['rows before the end', [0, 1, { target: 'A' }, 2, 'a', new ArrayBuffer(8), 'b']],
  ['rows in the place of a text', [0, 1, { target: 'A' }, 1, new ArrayBuffer(8), 'a']],
  ['a page that may have heard names', { nameless: false }],
  ['topics that are none', { subscribe: ['owner', 5] }],
  ['topics that are a list of holes', { subscribe: new Array<unknown>(4_294_967_295) }],
  ['an event of no type', { told: { region: 'us-east-1', atMs: 1 } }],
  ['an event that is none', { told: null }],
  ['a failure that does not say which', { asked: 1, outcome: { ok: false } }],
  ['a failure of no code', { asked: 1, outcome: { ok: false, error: { message: 'no' } } }],
  ['two messages in one', { lost: true, asked: 0 }],
  ['a member of no value beside another', { abort: undefined, confirmed: 1 }],
  ['a confirmation of nothing beside a question', { confirmed: 'x', ask: 1, question: 'stats' }],
  ['a question nobody asks', { ask: 1, question: 'constructor' }],
])('%s is dropped at once', (_, message) => {
  expect(parsePageMessage(message)).toBeUndefined();
  expect(parseOwnerMessage(message)).toBeUndefined();
});
