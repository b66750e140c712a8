import { Prng } from '../world/prng.ts';
import { drawSample } from './corpus.ts';
import type { HostileRequest } from './hostile-requests.ts';
import { isObject, RawTexts, setMember } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { membersOf } from './members.ts';
import type { Member } from './members.ts';

/** One request that is large or deep in one place, and what to call it. */
export interface AmplifiedRequest extends HostileRequest {
  readonly title: string;
}

export const API_OPERATIONS =
  'BatchExecuteStatement BatchGetItem BatchWriteItem CreateGlobalTable CreateTable DeleteItem DeleteResourcePolicy ' +
  'DeleteTable DescribeContinuousBackups DescribeContributorInsights DescribeEndpoints DescribeGlobalTable ' +
  'DescribeGlobalTableSettings DescribeLimits DescribeTable DescribeTimeToLive ExecuteStatement ExecuteTransaction ' +
  'GetItem GetResourcePolicy ListContributorInsights ListGlobalTables ListTables ListTagsOfResource PutItem ' +
  'PutResourcePolicy Query Scan TagResource TransactGetItems TransactWriteItems UntagResource ' +
  'UpdateContributorInsights UpdateGlobalTable UpdateGlobalTableSettings UpdateItem UpdateTable UpdateTimeToLive';
const STREAM_OPERATIONS = 'DescribeStream GetRecords GetShardIterator ListStreams';
const OWN_OPERATIONS = 'GetConsumer PutConsumer DescribeRegions SetLink TailStream';

const PREFIXES: readonly (readonly [string, string])[] = [
  ['DynamoDB_20120810', API_OPERATIONS],
  ['DynamoDBStreams_20120810', STREAM_OPERATIONS],
  ['Hashrange', OWN_OPERATIONS],
];

/** Every request that is large in one place, with some `size` characters there. */
export function* amplifiedRequests(size: number): Generator<AmplifiedRequest> {
  for (const [prefix, operations] of PREFIXES) {
    for (const operation of operations.split(' ')) {
      for (const each of requestsOf(operation, size)) {
        yield { ...each, target: `${prefix}.${operation}`, title: `${operation} ${each.title}` };
      }
    }
  }
}

function* requestsOf(operation: string, size: number): Generator<Omit<AmplifiedRequest, 'target'>> {
  const bases = basesOf(operation);
  const raw = new RawTexts();
  const unknown: Member = { path: ['Unknown'], kind: 'value' };
  for (const base of bases) {
    for (const member of [unknown, ...membersOf(operation)]) {
      for (const [what, value] of amplifications(member, size, raw)) {
        const body = structuredClone(base);
        if (!put(body, member.path, value, size)) continue;
        yield { title: `${member.path.join('.')}: ${what}`, bodyText: raw.textOf(body) };
      }
    }
  }
}

/** Requests of the corpus, one for every set of members. */
function basesOf(operation: string): readonly JsonObject[] {
  const chance = new Prng(1);
  const bases = new Map<string, JsonObject>();
  for (let i = 0; i < 3_000; i++) {
    const sample = drawSample(chance);
    if (sample.operation !== operation) continue;
    bases.set(Object.keys(sample.body).join(), sample.body);
  }
  return bases.size === 0 ? [{ TableName: 'music' }] : [...bases.values()];
}

/** Puts `value` at `path`, or, where it is `many`, many of what stands there or of nothing. */
function put(
  body: JsonObject,
  path: readonly string[],
  value: Json | typeof MANY,
  size: number,
): boolean {
  let container: Json = body;
  for (const [i, step] of path.entries()) {
    if (container === null || typeof container !== 'object') return false;
    const isLast = i === path.length - 1;
    const name: string = nameOf(container, step, path);
    const held: Json = Array.isArray(container)
      ? (container[Number(name)] ?? null)
      : ((Object.hasOwn(container, name) ? container[name] : null) ?? null);
    const next: Json = isLast
      ? value === MANY
        ? many(held, size)
        : value
      : (held ?? empty(path[i + 1]));
    if (Array.isArray(container)) container[Number(name)] = next;
    else setMember(container, name, next);
    container = next;
  }
  return true;
}

function nameOf(container: Json, step: string, path: readonly string[]): string {
  if (step !== 'k' || container === null) return step;
  const sigil = path.includes('ExpressionAttributeNames')
    ? '#'
    : path.includes('ExpressionAttributeValues')
      ? ':'
      : '';
  return Object.keys(container)[0] ?? `${sigil}k`;
}

function empty(step: string | undefined): Json {
  return step === '0' ? [] : {};
}

/** In place of a value: what stands there, many times over. */
const MANY = Symbol('many');

function many(held: Json, size: number): Json {
  if (Array.isArray(held)) {
    const element = held[0] ?? {};
    const count = Math.floor(size / (JSON.stringify(element).length + 1));
    return Array.from({ length: count }, () => element);
  }
  const [first] = held !== null && isObject(held) ? Object.entries(held) : [];
  const [name, value] = first ?? ['k', 'x'];
  const count = Math.floor(size / (JSON.stringify(value).length + name.length + 9));
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${name}${String(i)}`, value]),
  );
}

type Amplification = readonly [string, Json | typeof MANY];

function amplifications(member: Member, size: number, raw: RawTexts): readonly Amplification[] {
  const name = member.path.findLast((step) => step !== '0' && step !== 'k') ?? '';
  if (name.endsWith('Expression') || name === 'Statement') {
    return [...anywhere(size, raw), ...expressions(size)];
  }
  switch (member.kind) {
    case 'value':
      return [...anywhere(size, raw), ...values(size, raw)];
    case 'list':
      return [...anywhere(size, raw), ['many', MANY], ['nulls', list(size, 5, () => null)]];
    case 'map':
      return [
        ...anywhere(size, raw),
        ['many', MANY],
        ['a long name', { ['x'.repeat(size)]: { S: 'x' } }],
        ['long names', object(size, 1_000, { S: 'x' })],
        ['placeholders', placeholders('#', size, 'a')],
        ['values', placeholders(':', size, { S: 'a' })],
        ['items', object(size, 1, { S: 'x' })],
      ];
    case 'structure':
      return [...anywhere(size, raw), ['members', object(size, 1, 1)]];
    default:
      return anywhere(size, raw);
  }
}

/** What may be put anywhere. */
function anywhere(size: number, raw: RawTexts): readonly Amplification[] {
  const levels = Math.floor(size / 2);
  return [
    ['letters', 'x'.repeat(size)],
    ['controls', '\0'.repeat(size / 6)],
    ['accents', 'é'.repeat(size)],
    ['digits', '1'.repeat(size)],
    ['an ARN', `arn:aws:dynamodb:us-east-1:000000000001:table/${'x'.repeat(size)}`],
    ['colons', ':'.repeat(size)],
    ['JSON text', `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`],
    ['deep lists', raw.mark('['.repeat(levels) + ']'.repeat(levels))],
    ['deep objects', raw.mark(`${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}`)],
    ['open lists', raw.mark('['.repeat(size))],
    ['numbers', list(size, 2, () => 1)],
    ['objects', list(size, 3, () => ({}))],
    ['texts', list(size, 4, () => 'x')],
    ['members', object(size, 1, 1)],
    ['a number', raw.mark('1'.repeat(size))],
  ];
}

function values(size: number, raw: RawTexts): readonly Amplification[] {
  const deepMaps = `${'{"M":{"a":'.repeat(size / 12)}{"S":"x"}${'}}'.repeat(size / 12)}`;
  const deepLists = `${'{"L":['.repeat(size / 8)}{"S":"x"}${']}'.repeat(size / 8)}`;
  return [
    ['S', { S: 'x'.repeat(size) }],
    ['N ones', { N: '1'.repeat(size) }],
    ['N zeros', { N: `${'0'.repeat(size)}1` }],
    ['N fraction', { N: `0.${'0'.repeat(size)}1` }],
    ['N exponent', { N: `1e${'9'.repeat(size)}` }],
    ['B', { B: 'AAAA'.repeat(size / 4) }],
    ['B pads', { B: '='.repeat(size) }],
    ['B stray', { B: `${'A'.repeat(size)}*` }],
    ['SS up', { SS: list(size, 10, (i) => String(1e6 + i)) }],
    ['SS down', { SS: list(size, 10, (i) => String(9e6 - i)) }],
    ['SS twice', { SS: list(size, 10, (i) => String(1e6 + ((i * 7_919) % 10_007))) }],
    ['SS same', { SS: list(size, 10, () => 'xxxxxxx') }],
    ['NS down', { NS: list(size, 10, (i) => String(9e6 - i)) }],
    ['NS twice', { NS: list(size, 10, (i) => String((i * 7_919) % 10_007)) }],
    ['BS down', { BS: list(size, 10, (i) => btoa(String(9e5 - i))) }],
    ['BS twice', { BS: list(size, 10, (i) => btoa(String((i * 7_919) % 10_007))) }],
    ['L', { L: list(size, 10, () => ({ N: '1' })) }],
    ['L faulty', { L: [...list(size, 10, () => ({ N: '1' })), { N: 'x' }] }],
    ['M', { M: object(size, 1, { N: '1' }) }],
    ['types', object(size, 1, 'x')],
    ['deep M', raw.mark(deepMaps)],
    ['deep L', raw.mark(deepLists)],
  ];
}

function expressions(size: number): readonly Amplification[] {
  const times = (text: string): string => text.repeat(Math.floor(size / text.length));
  return [
    ['opens', times('(')],
    ['closes', times(')')],
    ['negations', `${times('NOT ')}a = :n`],
    ['conjunction', `a = :n${times(' AND a = :n')}`],
    ['paths', `a${times(', b.c')}`],
    ['indexes', `a${times('[0]')}`],
    ['sets', `SET a = :n${times(', a = :n')}`],
    ['quotes', `SELECT * FROM "music" WHERE pk = ${times("'")}`],
    ['select', `SELECT * FROM "music" WHERE pk = 'k1'${times(' OR pk = 1')}`],
    ['select list', `SELECT a${times(',a')} FROM "music"`],
    ['brackets', `INSERT INTO "music" VALUE {'pk': ${times('[')}`],
    ['short brackets', `INSERT INTO "music" VALUE {'pk': ${'['.repeat(8_000)}`],
    ['bags', `INSERT INTO "music" VALUE {'pk': ${'<<'.repeat(4_000)}`],
    ['parentheses', `SELECT * FROM "music" WHERE ${'('.repeat(8_000)}`],
    ['minus', `SELECT * FROM "music" WHERE a = ${'-'.repeat(8_000)}1`],
    ['digits of a literal', `SELECT * FROM "music" WHERE a = ${'1'.repeat(8_000)}`],
    ['parameters', `SELECT * FROM "music" WHERE pk IN [${'?,'.repeat(4_000)}?]`],
    ['spaces', times(' ')],
    ['comment', times('/*')],
  ];
}

function list(size: number, each: number, element: (i: number) => Json): Json[] {
  return Array.from({ length: Math.floor(size / each) }, (_, i) => element(i));
}

/** Names of at least `length` characters, all different. */
function object(size: number, length: number, value: Json): JsonObject {
  const count = Math.floor(size / (length + JSON.stringify(value).length + 8));
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${'n'.repeat(length)}${i.toString(36)}`, value]),
  );
}

function placeholders(sigil: string, size: number, value: Json): JsonObject {
  const count = Math.floor(size / (JSON.stringify(value).length + 10));
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${sigil}${String(i)}`, value]),
  );
}
