import { attributesOf } from '../../item/attributes.ts';
import { keyOf } from '../../item/key-codec.ts';
import type { DamagedRange } from '../../wire/reports.ts';
import type { EngineProcess, ItemKey } from './sample-store.ts';
import { COLLECTIONS, KEYS, nameOf, TABLES } from './sample-store.ts';

/** What a store answers to everything that can be asked of it: the answer's text by question, or the damage it tells of. */
export type Answers = ReadonlyMap<string, Answered>;

interface Answered {
  readonly text: string;
  readonly damage: NamedDamage | undefined;
  /** The key that was asked for, where it was one. */
  readonly key: ItemKey | undefined;
}

/** A damaged range as an error names it. */
interface NamedDamage {
  readonly table: string;
  readonly low: string;
  readonly high: string;
}

const PAGE_LIMIT = 25;

/** GetItem of every key, Query of every collection, Scan of every table by pages. */
export async function askEverything(process: EngineProcess): Promise<Answers> {
  const answers = new Map<string, Answered>();
  const ask = async (
    question: string,
    operation: string,
    input: object,
    key?: ItemKey,
  ): Promise<Answered> => {
    const { status, body } = await process.ask(operation, input);
    const text = `${String(status)} ${body}`;
    const answered = { text, damage: status === 500 ? damageIn(body) : undefined, key };
    answers.set(question, answered);
    return answered;
  };
  for (const key of KEYS) {
    const Key = { pk: { S: key.pk }, sk: { S: key.sk } };
    await ask(`get ${nameOf(key)}`, 'GetItem', { TableName: key.table, Key }, key);
  }
  for (const TableName of TABLES) {
    for (const pk of COLLECTIONS) {
      await ask(`query ${TableName}/${pk}`, 'Query', {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
      });
    }
    let ExclusiveStartKey: unknown;
    for (let page = 0; page === 0 || ExclusiveStartKey !== undefined; page++) {
      const input = { TableName, Limit: PAGE_LIMIT, ExclusiveStartKey };
      const { text, damage } = await ask(`scan ${TableName} ${String(page)}`, 'Scan', input);
      if (damage !== undefined || !text.startsWith('200 ')) break;
      ExclusiveStartKey = (JSON.parse(text.slice(4)) as Record<string, unknown>)[
        'LastEvaluatedKey'
      ];
    }
  }
  return answers;
}

const NAMED_DAMAGE =
  /The stored data of table (.+), key bytes from (the start|[0-9a-f]+) to (the end|[0-9a-f]+), is damaged/;

function damageIn(body: string): NamedDamage | undefined {
  const [, table, low, high] = NAMED_DAMAGE.exec(body) ?? [];
  if (table === undefined || low === undefined || high === undefined) return undefined;
  return { table, low: low === 'the start' ? '' : low, high: high === 'the end' ? '' : high };
}

/** Tells in words the first answer that is neither right nor the error of a damaged range that holds what was asked for. */
export function findWrongAnswer(answers: Answers, right: Answers): string | undefined {
  for (const [question, { text, damage, key }] of answers) {
    const expected = right.get(question)?.text;
    if (damage === undefined) {
      if (text !== expected)
        return `${question}: ${text.slice(0, 120)} instead of ${String(expected).slice(0, 120)}`;
    } else if (key !== undefined && damage.table === key.table && !covers(damage, key))
      return `${question}: the error names another range: ${text}`;
  }
  return undefined;
}

/** Keys that cannot be read, each because of damage in the table named with it. */
export function damagedKeys(
  answers: Answers,
): readonly { readonly key: ItemKey; readonly table: string }[] {
  return [...answers.values()].flatMap(({ key, damage }) =>
    key === undefined || damage === undefined ? [] : [{ key, table: damage.table }],
  );
}

/** Whether a reported range explains that `key` cannot be read; damage of the table catalog explains everything. */
export function explains(
  range: DamagedRange,
  { key, table }: { readonly key: ItemKey; readonly table: string },
): boolean {
  if (range.table !== table) return false;
  return table !== key.table || covers(range, key);
}

const SCHEMA = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'S' },
} as const;

function covers(range: { readonly low: string; readonly high: string }, key: ItemKey): boolean {
  const bytes = keyOf(SCHEMA, attributesOf({ pk: { S: key.pk }, sk: { S: key.sk } }));
  const hex = Buffer.from(bytes, 'latin1').toString('hex');
  return range.low <= hex && (range.high === '' || hex < range.high);
}
