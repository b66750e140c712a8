/** What other scripts of the origin may post, by accident: none of it is for hashrange. Runs in the page. */
export function garbage(): readonly unknown[] {
  const cyclic: Record<string, unknown> = { kind: 'beat' };
  cyclic['self'] = cyclic;
  const client = '0123456789abcdef0123456789abcdef';
  const stranger = { v: 5, client, tab: client, storeId: 'foreign', epoch: 9 };
  const kinds = ['beat', 'visible', 'yours', 'hello', 'welcome', 'refused', 'bye', 'destroyed'];
  return [
    ...[null, undefined, true, 0, -1, 7, Number.NaN, Infinity, 2 ** 53, 10n ** 30n, '', 'hello'],
    'x'.repeat(1_000_000),
    ...[new Map([['kind', 'bye']]), new Set([1]), new Date(), /beat/, new Error('no'), cyclic],
    ...[new ArrayBuffer(100), new Uint8Array(9), [], [[]], [null], {}, { kind: null }],
    ...[[0], [0, 1], [0, 1, 'DynamoDB_20120810.ListTables', 1e15, '{}'], [0, 1, 'A', -1, 'a']],
    ...[
      [0, 2 ** 53, 'A', 9, 'a'],
      [0, 2 ** 53, { target: 'A' }, 9, 'a'],
      [0, 1, { target: 'A' }, 1, 5],
      [0, 1, { target: 7 }, 1, 'a'],
      [0, 1, null, 1, 'a'],
      [0, 1, 'A', 1, 'a'],
      [0, 1, { target: 'A' }, Number.NaN],
      [1, 200, 1e15, 'a'],
    ],
    ...[new Array<unknown>(2 ** 32 - 1), [0, ...new Array<unknown>(5)]],
    ...[{ abort: 5 }, { abort: null }, { abort: [{}] }, { abort: new Array<unknown>(2 ** 32 - 1) }],
    ...[
      { confirmed: 'all' },
      { confirmed: Number.NaN },
      { ask: 1 },
      { ask: {}, question: 'stats' },
    ],
    ...[{ ask: 1, question: 'constructor' }, { asked: 1 }, { asked: 1, outcome: null }],
    ...[{ owner: null }, { owner: { name: 'me' } }, { opening: 1 }, { failure: null }, { port: 1 }],
    ...kinds.map((kind) => ({ ...stranger, kind })),
    ...kinds.map((kind) => ({ ...stranger, kind, v: 2 ** 52 })),
    ...kinds.map((kind) => ({ kind, v: {}, client: [], tab: 1, epoch: 'x' })),
    { kind: 'welcome', v: 5, client: 'x'.repeat(1_000), epoch: 1, storeId: '' },
    ...[{ from: 'us-east-1' }, { protocol: 1, from: '__proto__', life: 1, body: {} }],
    { protocol: 1, from: 'eu-west-9', life: 1, body: { kind: 'hint', upTo: -1 } },
    { protocol: 1, from: 'eu-west-9', life: 1, body: { kind: 'hello', groups: [undefined] } },
    { protocol: 1, from: 'eu-west-9', life: Number.NaN, body: cyclic },
  ];
}
