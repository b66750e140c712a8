/** Lists, maps and items far over their limits are answered as those are that are just over them, though most of their text is never parsed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../client/database.ts';
import { openMemory } from '../../memory/index.ts';
import { createTableBody, TABLES } from './corpus.ts';
import { processorMs } from './processor-time.ts';

let db: Database;
beforeAll(async () => {
  db = await openMemory();
  for (const [name, keys] of TABLES)
    await db.send<string>('CreateTable', createTableBody(name, keys));
});
afterAll(() => db.close());

async function answer(operation: string, bodyText: string): Promise<string> {
  return (await db.request(`DynamoDB_20120810.${operation}`, bodyText)).body;
}

/** Copies of an element, those with `~` numbered. */
function many(count: number, element: string): string {
  return Array.from({ length: count }, (_, i) => element.replaceAll('~', String(i))).join(',');
}

/** More than any message prints of them, and few enough not to be cut. */
const FEW = 2_000;
const MANY = 150_000;

/** Requests by the copies that they hold: an element, what goes around the copies, and what the answer says. */
const REQUESTS: readonly (readonly [string, string, readonly [string, string], string])[] = [
  [
    'BatchWriteItem',
    '{}',
    ['{"RequestItems":{"music":[', ']}}'],
    "'RequestItems.music.member' failed to satisfy constraint: Member must have length",
  ],
  [
    'BatchWriteItem',
    '{"PutRequest":{"Item":{"pk":{"S":"~"}}}}',
    ['{"RequestItems":{"music":[', ']}}'],
    "'RequestItems.music.member' failed to satisfy constraint: Member must have length",
  ],
  [
    'BatchWriteItem',
    '{"n~":1}',
    ['{"RequestItems":{"music":[', ']}}'],
    "'RequestItems.music.member' failed to satisfy constraint: Member must have length",
  ],
  [
    'BatchWriteItem',
    '"table~":[{}]',
    ['{"RequestItems":{', '}}'],
    'length less than or equal to 25',
  ],
  [
    'BatchGetItem',
    '{"pk":{"S":"~"}}',
    ['{"RequestItems":{"music":{"Keys":[', ']}}}'],
    'length less than or equal to 100',
  ],
  [
    'TransactWriteItems',
    '{"Put":{"TableName":"music","Item":{"pk":{"S":"k"}}}}',
    ['{"TransactItems":[', ']}'],
    "1 validation error detected: Value '[",
  ],
  [
    'TransactGetItems',
    '{"Get":{"TableName":"music","Key":{"pk":{"S":"k"}}}}',
    ['{"TransactItems":[', ']}'],
    "1 validation error detected: Value '[",
  ],
  [
    'BatchExecuteStatement',
    '{"Statement":"x"}',
    ['{"Statements":[', ']}'],
    "1 validation error detected: Value '[",
  ],
  [
    'ExecuteTransaction',
    '{"Statement":"x","Unknown":[~]}',
    ['{"TransactStatements":[', ']}'],
    "1 validation error detected: Value '[",
  ],
];

describe.each(REQUESTS)('%s with copies of %s', (operation, element, [before, after], says) => {
  it(`${String(MANY)} times is answered as with some`, async () => {
    const few = await answer(operation, before + many(FEW, element) + after);
    const lots = await answer(operation, before + many(MANY, element) + after);
    expect(few.includes(says)).toBe(true);
    expect(lots.length).toBe(few.length);
    expect(lots === few).toBe(true);
  });

  it('and something else at the end is answered for its type', async () => {
    const end = element.startsWith('"') ? ',"last":1' : ',1';
    const lots = await answer(operation, before + many(MANY, element) + end + after);
    expect(lots.slice(0, 200)).toContain('SerializationException');
    expect(lots.slice(0, 200)).toContain('Unexpected field type');
  });
});

describe('placeholders beyond what expressions have room for', () => {
  const write = (names: string): string =>
    `{"TableName":"music","Key":{"pk":{"S":"k"}},"UpdateExpression":"SET #k1 = :v","ExpressionAttributeNames":{${names}}}`;
  const TOO_MANY_NAMES = 'ExpressionAttributeNames exceeds max size';

  it('are refused for their number, a million too', async () => {
    expect(await answer('UpdateItem', write(many(10_000, '"#k~":"a"')))).toContain(TOO_MANY_NAMES);
    expect(await answer('UpdateItem', write(many(1_000_000, '"#k~":"a"')))).toContain(
      TOO_MANY_NAMES,
    );
  });

  it('are one if they have one name, and the last of them counts', async () => {
    const body =
      `{"TableName":"plain","Key":{"pk":{"S":"k"}},"ReturnValues":"UPDATED_NEW","UpdateExpression":"SET #k1 = :v",` +
      `"ExpressionAttributeValues":{":v":{"N":"1"}},"ExpressionAttributeNames":{${many(100_000, '"#k1":"a"')},"#k1":"b"}}`;
    await db.ensureTable({ TableName: 'plain', pk: 'pk' });
    expect(await answer('UpdateItem', body)).toBe('{"Attributes":{"b":{"N":"1"}}}');
  });
});

describe('an item', () => {
  const put = (values: string): Promise<string> =>
    answer(
      'PutItem',
      `{"TableName":"music","Item":{"pk":{"S":"k1"},"sk":{"N":"1"},"a":{"L":[${values}]}}}`,
    );

  it('of as many values as 400 KB can hold is taken', async () => {
    expect(await put(many(409_000, '{"S":""}'))).toBe('{}');
    expect(await put(many(102_000, '{"L":[]}'))).toBe('{}');
  });

  it('of more is refused for its size while it is parsed soon', async () => {
    const size = 'Item size has exceeded the maximum allowed size';
    expect(await put(many(45_000, '{"S":"0123456789"}'))).toContain(size);
  });

  it('of many more is refused before it is parsed', async () => {
    expect(await put(many(410_000, '{"S":""}'))).toContain(
      'more values than the operation can take',
    );
    expect(await put(many(210_000, '{"N":"1"}'))).toContain(
      'more values than the operation can take',
    );
  });
});

it('what the operation does not know is passed over in a part of the time that parsing takes', async () => {
  const body = `{"TableName":"music","Unknown":[${many(200_000, '{"n~":1}')}]}`;
  const parsingMs = await processorMs(() => JSON.parse(body));
  let fastestMs = Infinity;
  for (let tries = 0; tries < 5; tries++) {
    fastestMs = Math.min(fastestMs, await processorMs(() => answer('DescribeTable', body)));
  }
  expect(fastestMs).toBeLessThan(parsingMs / 2);
});
