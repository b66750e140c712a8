import type { Database } from '../../client/database.ts';
import { TABLES, createTableBody } from './corpus.ts';
import type { HostileRequest } from './hostile-requests.ts';
import type { Json, JsonObject } from './json.ts';
import { plainText } from './plain-items.ts';

const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'];
const TABLE_CHANGES = [
  'CreateTable',
  'DeleteTable',
  'UpdateTable',
  'DeleteResourcePolicy',
  'PutResourcePolicy',
  'TagResource',
  'UntagResource',
  'UpdateContributorInsights',
  'UpdateTimeToLive',
];

/** What a request that may write was asked to write, as its text says. */
interface Write {
  readonly table: string;
  /** The item to put, or the key. */
  readonly attributes: JsonObject;
  readonly kind: 'put' | 'update' | 'delete';
}

/**
 * What the database must hold, in the simplest terms: a map of items for each table, changed by the text of accepted
 * requests alone. What an update makes of its item is taken from the engine; that it touches no other is not.
 */
export class PlainTables {
  readonly #db: Database;
  readonly #tables = new Map<string, Map<string, string>>();
  readonly #keys = new Map<string, readonly string[]>();
  readonly #tokens = new Set<string>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Brings the database back to the tables of the corpus, empty. */
  async reset(): Promise<void> {
    await this.#db.reset();
    this.#tables.clear();
    for (const [name, keys] of TABLES) {
      const body = createTableBody(name, keys);
      await this.#send('CreateTable', body);
      this.#addTable(body);
    }
  }

  /** Whether an accepted request of this target may change anything. */
  static mayWrite(target: string): boolean {
    const operation = target.slice(target.indexOf('.') + 1);
    return WRITES.includes(operation) || TABLE_CHANGES.includes(operation);
  }

  /** Does what a request did that was answered 200. */
  async apply({ target, bodyText }: HostileRequest): Promise<void> {
    if (!PlainTables.mayWrite(target)) return;
    const body = JSON.parse(bodyText) as JsonObject;
    const operation = target.slice(target.indexOf('.') + 1);
    if (operation === 'CreateTable') this.#addTable(body);
    else if (operation === 'DeleteTable') this.#tables.delete(tableOf(body['TableName']));
    else if (!TABLE_CHANGES.includes(operation) && !this.#isRepeated(operation, body)) {
      for (const write of writesOf(operation, body)) await this.#write(write);
    }
  }

  /** The first difference between the database and this, in words. */
  async difference(): Promise<string | undefined> {
    const { TableNames = [] } = await this.#db.send('ListTables', {});
    const expected = [...this.#tables.keys()].sort().join();
    if (TableNames.join() !== expected) return `tables ${TableNames.join()}, not ${expected}`;
    for (const [table, items] of this.#tables) {
      const found = await this.#itemsIn(table);
      for (const [key, item] of items) {
        const given = found.get(key);
        if (given !== item) return `${table} ${key}: ${String(given)}, not ${item}`;
      }
      for (const key of found.keys()) if (!items.has(key)) return `${table} has ${key}`;
    }
    return undefined;
  }

  #addTable(body: JsonObject): void {
    const name = tableOf(body['TableName']);
    const keySchema = body['KeySchema'] as { AttributeName: string }[];
    this.#keys.set(
      name,
      keySchema.filter((each) => each !== null).map((each) => each.AttributeName),
    );
    this.#tables.set(name, new Map());
  }

  /** A transaction sent again under its token does nothing. */
  #isRepeated(operation: string, body: JsonObject): boolean {
    const token = body['ClientRequestToken'];
    if (operation !== 'TransactWriteItems' || typeof token !== 'string') return false;
    const isRepeated = this.#tokens.has(token);
    this.#tokens.add(token);
    return isRepeated;
  }

  async #write({ table, attributes, kind }: Write): Promise<void> {
    const key = this.#keyOf(table, attributes);
    const items = this.#tables.get(table);
    if (kind === 'put') items?.set(plainText(key), plainText(attributes));
    else items?.delete(plainText(key));
    if (kind !== 'update') return;
    const request = { TableName: table, Key: key };
    const { Item } = await this.#send('GetItem', request);
    if (Item === undefined) return;
    items?.set(plainText(key), plainText(Item));
    // Nothing can be stored by an update that could not be put.
    await this.#send('PutItem', { TableName: table, Item });
  }

  /** Answers are compared as the JSON that they are. */
  async #send(operation: string, input: JsonObject): Promise<JsonObject> {
    return (await this.#db.send(operation, input)) as JsonObject;
  }

  /** The key attributes alone, without members that no value has. */
  #keyOf(table: string, attributes: JsonObject): JsonObject {
    const names = this.#keys.get(table) ?? [];
    return Object.fromEntries(
      names.map((name) => {
        const members = Object.entries((attributes[name] ?? {}) as JsonObject);
        return [name, Object.fromEntries(members.filter(([type]) => /^[SNB]$/.test(type)))];
      }),
    );
  }

  async #itemsIn(table: string): Promise<ReadonlyMap<string, string>> {
    const items = new Map<string, string>();
    let ExclusiveStartKey: Json = null;
    do {
      const page = await this.#send('Scan', { TableName: table, ExclusiveStartKey });
      for (const item of page['Items'] as JsonObject[]) {
        items.set(plainText(this.#keyOf(table, item)), plainText(item));
      }
      ExclusiveStartKey = page['LastEvaluatedKey'] ?? null;
    } while (ExclusiveStartKey !== null);
    return items;
  }
}

/** A table may be given by its ARN. */
function tableOf(nameOrArn: Json | undefined): string {
  if (typeof nameOrArn !== 'string') throw new Error('accepted without the name of a table');
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn;
}

function writesOf(operation: string, body: JsonObject): readonly Write[] {
  if (operation === 'BatchWriteItem') {
    return members(body['RequestItems']).flatMap(([table, requests]) =>
      members(requests).map(([, request]) => {
        const { PutRequest, DeleteRequest } = request as JsonObject;
        const put = (PutRequest ?? undefined) as JsonObject | undefined;
        return put === undefined
          ? write('delete', table, (DeleteRequest as JsonObject)['Key'])
          : write('put', table, put['Item']);
      }),
    );
  }
  if (operation === 'TransactWriteItems') {
    return members(body['TransactItems']).flatMap(([, action]) => actionOf(action as JsonObject));
  }
  return actionOf({ [operation.slice(0, -'Item'.length)]: body });
}

function actionOf({ Put, Update, Delete }: JsonObject): readonly Write[] {
  const [put, update, gone] = [Put, Update, Delete].map(
    (each) => (each ?? undefined) as JsonObject | undefined,
  );
  if (put !== undefined) return [write('put', put['TableName'], put['Item'])];
  if (update !== undefined) return [write('update', update['TableName'], update['Key'])];
  return gone === undefined ? [] : [write('delete', gone['TableName'], gone['Key'])];
}

function write(kind: Write['kind'], table: Json | undefined, attributes: Json | undefined): Write {
  return { kind, table: tableOf(table), attributes: attributes as JsonObject };
}

/** What is in a list or an object, nulls left out. */
function members(container: Json | undefined): readonly [string, Json][] {
  return Object.entries((container ?? {}) as JsonObject).filter(([, value]) => value !== null);
}
