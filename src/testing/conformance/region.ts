/**
 * The region that conformance tests talk to: the AWS SDK's own client over a database in this process in Node, and over a
 * worker on IndexedDB in a browser. One a test file, made at its first use.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { Database } from '../../client/database.ts';
import { openInWorker } from '../../client/open.ts';

const isBrowser = 'document' in globalThis;

async function openDatabase(): Promise<Database> {
  const options = { region: 'eu-west-2' };
  if (!isBrowser) {
    const { openMemory } = await import('../../memory/index.ts');
    return openMemory(options);
  }
  const spawn = (): Worker =>
    new Worker(new URL('../../../worker/main.ts', import.meta.url), { type: 'module' });
  return openInWorker(`conformance-${crypto.randomUUID()}`, options, [{ spawn }]);
}

/** The database behind the client, for requests that the SDK would not send as they are. */
export const database: Database = await openDatabase();

/** Sends each request once: a retried one hides the answer that it got. */
export const client = new DynamoDBClient({ ...database.clientConfig(), maxAttempts: 1 });

/** What a request that must fail was told. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  /** The error as the SDK threw it, for its further members. */
  readonly error: unknown;
}

/** What the promise of a request was refused with. Throws where the request succeeded. */
export async function refusal(request: Promise<unknown>): Promise<Refusal> {
  const error = await request.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('the request was expected to be refused');
  const { $metadata } = error as { $metadata?: { readonly httpStatusCode?: number } };
  return {
    name: error.name,
    message: error.message,
    status: $metadata?.httpStatusCode,
    error,
  };
}

/** An answer to a body that goes as it is. */
export interface RawAnswer {
  readonly status: number;
  /** Empty where the answer has no text. */
  readonly body: Record<string, unknown>;
}

/** Sends `body`, an object or any text, past the SDK. */
export async function raw(operation: string, body: unknown): Promise<RawAnswer> {
  const { status, text } = await rawText(operation, body);
  return { status, body: JSON.parse(text === '' ? '{}' : text) as Record<string, unknown> };
}

/** As {@link raw}, for the very text of the answer. */
export async function rawText(
  operation: string,
  body: unknown,
): Promise<{ readonly status: number; readonly text: string }> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await database.request(`DynamoDB_20120810.${operation}`, sent);
  return { status: answer.status, text: answer.body };
}

let tables = 0;

export interface TableShape extends Partial<CreateTableCommandInput> {
  /** `name:type`, the type S where it is left out. */
  readonly hash?: string;
  readonly range?: string;
}

/** Makes an on-demand table, `pk` alone its key unless told otherwise, and answers its name. */
export async function freshTable(shape: TableShape = {}): Promise<string> {
  const { hash = 'pk', range, ...rest } = shape;
  const TableName = `conformance_${String(++tables)}`;
  const keys = range === undefined ? [hash] : [hash, range];
  const named = keys.map((key) => key.split(':') as [string, ('S' | 'N' | 'B')?]);
  const KeySchema: KeySchemaElement[] = named.map(([AttributeName], i) => ({
    AttributeName,
    KeyType: i === 0 ? 'HASH' : 'RANGE',
  }));
  const own = named.map(([AttributeName, AttributeType = 'S']) => ({
    AttributeName,
    AttributeType,
  }));
  const input: CreateTableCommandInput = {
    TableName,
    KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...rest,
    AttributeDefinitions: [...own, ...(rest.AttributeDefinitions ?? [])],
  };
  await client.send(new CreateTableCommand(input));
  return TableName;
}
