import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { openMemory } from '../memory/index.ts';
import { Database } from './database.ts';
import { browserWorld } from '../platform/browser-world.ts';
import { inProcessLocks } from './browser/in-process-locks.ts';
import { Subscriptions } from './link/subscriptions.ts';
import type { WireAnswer } from './link/wire-answer.ts';
import type { Transport } from './link/transport.ts';

interface Seen {
  readonly target: string;
  readonly body: unknown;
}

const notUsed = (): Promise<never> => Promise.reject(new Error('not used here'));

/** A database whose engine answers every request with `answer`. */
function databaseAnswering(answer: (seen: Seen) => Partial<WireAnswer>): {
  db: Database;
  seen: Seen[];
} {
  const seen: Seen[] = [];
  const transport: Transport = {
    locks: inProcessLocks(),
    world: browserWorld(),
    isStored: false,
    subscriptions: new Subscriptions(() => undefined),
    request: ({ target, body: bodyText }, signal, read) => {
      if (signal?.aborted === true) {
        return Promise.reject(Object.assign(new Error('aborted'), { name: 'AbortError' }));
      }
      const request = { target, body: bodyText === '' ? '' : (JSON.parse(bodyText) as unknown) };
      seen.push(request);
      const answered = { status: 200, body: '{}', requestId: 'REQUEST', ...answer(request) };
      return Promise.resolve(answered).then(read);
    },
    flushed: notUsed,
    scrub: notUsed,
    stats: notUsed,
    close: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  };
  return { db: new Database('test', 'eu-west-1', transport), seen };
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const TableName = 'notes';
const Key = { id: { S: '1' } };

describe('the AWS SDK over a handle', () => {
  it('sends the operation as target and the input as DynamoDB JSON, and reads the output', async () => {
    const { db, seen } = databaseAnswering(() => ({
      body: '{"Item":{"id":{"S":"1"},"seal":{"B":"AP8="},"n":{"N":"12345678901234567890123456789"}}}',
    }));
    const client = new DynamoDBClient(db.clientConfig());
    const { Item, $metadata } = await client.send(new GetItemCommand({ TableName, Key }));
    expect(seen).toEqual([{ target: 'DynamoDB_20120810.GetItem', body: { TableName, Key } }]);
    expect(Item?.['id']).toEqual({ S: '1' });
    expect([...(Item?.['seal']?.B ?? [])]).toEqual([0, 255]);
    expect(Item?.['n']).toEqual({ N: '12345678901234567890123456789' });
    expect($metadata.requestId).toBe('REQUEST');
    expect($metadata.attempts).toBe(1);
  });

  it('rebuilds modelled exceptions with their members', async () => {
    const { db } = databaseAnswering(() => ({
      status: 400,
      body: JSON.stringify({
        __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
        message: 'The conditional request failed',
        Item: { id: { S: '1' } },
      }),
    }));
    const client = new DynamoDBClient(db.clientConfig());
    const error = await failureOf(client.send(new PutItemCommand({ TableName, Item: Key })));
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({
      message: 'The conditional request failed',
      Item: { id: { S: '1' } },
      $fault: 'client',
      $metadata: { httpStatusCode: 400, requestId: 'REQUEST' },
    });
  });

  it('rebuilds the reasons of a cancelled transaction', async () => {
    const { db } = databaseAnswering(() => ({
      status: 400,
      body: JSON.stringify({
        __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
        Message: 'Transaction cancelled',
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Message: 'no' }],
      }),
    }));
    const client = new DynamoDBClient(db.clientConfig());
    const error = await failureOf(client.send(new PutItemCommand({ TableName, Item: Key })));
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect((error as TransactionCanceledException).CancellationReasons).toEqual([
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Message: 'no' },
    ]);
  });

  it('retries an answer of 500, so that the death of a worker passes unnoticed', async () => {
    let failures = 1;
    const { db, seen } = databaseAnswering(() =>
      failures-- > 0
        ? {
            status: 500,
            body: '{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"undecided"}',
          }
        : { body: '{"Item":{"id":{"S":"1"}}}' },
    );
    const client = new DynamoDBClient(db.clientConfig());
    const { Item, $metadata } = await client.send(new GetItemCommand({ TableName, Key }));
    expect(Item).toEqual({ id: { S: '1' } });
    expect($metadata.attempts).toBe(2);
    expect(seen).toHaveLength(2);
  });

  it('passes an abort through as AbortError, without a retry', async () => {
    const { db, seen } = databaseAnswering(() => ({}));
    const client = new DynamoDBClient(db.clientConfig());
    const get = new GetItemCommand({ TableName, Key });
    const error = await failureOf(client.send(get, { abortSignal: AbortSignal.abort() }));
    expect((error as Error).name).toBe('AbortError');
    expect(seen).toEqual([]);
  });

  it('refuses to configure a client for another Region', () => {
    const { db } = databaseAnswering(() => ({}));
    expect(() => db.clientConfig({ region: 'us-east-1' })).toThrow(/eu-west-1/);
    expect(db.clientConfig({ region: 'eu-west-1' }).region).toBe('eu-west-1');
  });
});

describe('a handle', () => {
  it('speaks the wire protocol over Request and Response', async () => {
    const { db, seen } = databaseAnswering(() => ({ status: 400, body: '{"__type":"x#Y"}' }));
    const response = await db.fetch(
      new Request('https://dynamodb.eu-west-1.amazonaws.com/', {
        method: 'POST',
        headers: { 'X-Amz-Target': 'DynamoDB_20120810.ListTables' },
        body: '{"Limit":1}',
      }),
    );
    expect(seen).toEqual([{ target: 'DynamoDB_20120810.ListTables', body: { Limit: 1 } }]);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(response.headers.get('x-amzn-requestid')).toBe('REQUEST');
    expect(await response.text()).toBe('{"__type":"x#Y"}');
  });

  // api-surface.md section 1 (unconfirmed)
  it('has the checksum of the body beside it', async () => {
    const { db } = databaseAnswering(() => ({ body: '{"TableNames":["é"]}' }));
    const request = { method: 'POST', headers: { 'X-Amz-Target': 'x' }, body: '{}' };
    const response = await db.fetch(new Request('https://some.host/', request));
    expect(response.headers.get('x-amz-crc32')).toBe('2498402332');
  });

  // api-surface.md section 1 [emul]
  it('answers that its endpoint is healthy', async () => {
    const { db, seen } = databaseAnswering(() => ({}));
    const response = await db.fetch(new Request('https://dynamodb.eu-west-1.amazonaws.com/'));
    expect([response.status, await response.text()]).toEqual([
      200,
      'healthy: dynamodb.eu-west-1.amazonaws.com ',
    ]);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(seen).toEqual([]);
  });

  it('sends operations without the SDK and rejects with errors in its shape', async () => {
    const { db } = databaseAnswering(({ target }) =>
      target.endsWith('ListTables')
        ? { body: '{"TableNames":["a"]}' }
        : { status: 400, body: '{"__type":"s#ResourceNotFoundException","Message":"none"}' },
    );
    expect(await db.send('ListTables', {})).toEqual({ TableNames: ['a'] });
    const error = await failureOf(db.send('GetItem', { TableName, Key }));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'none',
      $fault: 'client',
      $metadata: { httpStatusCode: 400, requestId: 'REQUEST' },
    });
  });

  it('refuses requests for another Region, and all requests after close', async () => {
    const { db, seen } = databaseAnswering(() => ({}));
    const elsewhere = await failureOf(db.request('T', '{}', { region: 'us-east-1' }));
    expect(elsewhere).toMatchObject({ name: 'HashrangeError', code: 'wrong-region' });
    await db.close();
    await db.close();
    const late = await failureOf(db.send('ListTables', {}));
    expect(late).toMatchObject({ name: 'HashrangeError', code: 'closed' });
    expect(seen).toEqual([]);
  });

  it('leaves a table alone that is there already', async () => {
    const { db } = databaseAnswering(() => ({
      status: 400,
      body: '{"__type":"d#ResourceInUseException","message":"Table already exists"}',
    }));
    await expect(db.ensureTable({ TableName, pk: 'id' })).resolves.toBeUndefined();
  });

  it('lifts the deletion protection of tables that it resets', async () => {
    let isProtected = true;
    let isThere = true;
    const { db } = databaseAnswering(({ target }) => {
      if (target.endsWith('ListTables')) {
        return { body: JSON.stringify({ TableNames: isThere ? [TableName] : [] }) };
      }
      if (target.endsWith('UpdateTable')) isProtected = false;
      else if (isProtected) {
        return {
          status: 400,
          body: '{"__type":"x#ValidationException","message":"deletion protection"}',
        };
      } else isThere = false;
      return {};
    });
    await db.reset();
    expect(isThere).toBe(false);
  });
});

describe('bytes that are no UTF-8', () => {
  const put = (keyBytes: readonly number[]): Uint8Array<ArrayBuffer> => {
    const [before, after] = ['{"TableName":"notes","Item":{"id":{"S":"', '"}}}'];
    const text = new TextEncoder();
    return Uint8Array.from([...text.encode(before), ...keyBytes, ...text.encode(after)]);
  };
  const target = 'DynamoDB_20120810.PutItem';
  const headers = { 'x-amz-target': target };
  const REFUSAL = '{"__type":"com.amazon.coral.service#SerializationException"}';

  it('are refused by fetch and by the handler, so that two keys do not become one', async () => {
    await using db = await openMemory();
    await db.ensureTable({ TableName, pk: 'id' });
    for (const keyBytes of [[0xff], [0xfe], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xe2, 0x82]]) {
      const body = put(keyBytes);
      const url = 'https://dynamodb.us-east-1.amazonaws.com/';
      const answer = await db.fetch(new Request(url, { method: 'POST', headers, body }));
      expect([answer.status, await answer.text()]).toEqual([400, REFUSAL]);
      for (const each of [body, body.buffer, new DataView(body.buffer)]) {
        const { response } = await db.requestHandler.handle({
          method: 'POST',
          headers,
          body: each,
        });
        expect(response.statusCode).toBe(400);
        expect(new TextDecoder().decode(response.body)).toBe(REFUSAL);
      }
    }
    expect((await db.send('Scan', { TableName }))['Count']).toBe(0);
  });

  it('may be a byte order mark before the body', async () => {
    await using db = await openMemory();
    await db.ensureTable({ TableName, pk: 'id' });
    const body = Uint8Array.from([0xef, 0xbb, 0xbf, ...put([0x61])]);
    const { response } = await db.requestHandler.handle({ method: 'POST', headers, body });
    expect(response.statusCode).toBe(200);
  });

  it('do not hide an operation that nobody knows', async () => {
    await using db = await openMemory();
    const { response } = await db.requestHandler.handle({
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.Nothing' },
      body: Uint8Array.of(0xff),
    });
    expect(new TextDecoder().decode(response.body)).toContain('UnknownOperationException');
  });

  it('cannot come of half a character in a text', async () => {
    await using db = await openMemory();
    await db.ensureTable({ TableName, pk: 'id' });
    for (const half of ['\ud800', '\udfff']) {
      const Item = { id: { S: half } };
      await expect(db.send('PutItem', { TableName, Item })).rejects.toThrow('lone surrogates');
      const { status } = await db.request(
        target,
        `{"TableName":"notes","Item":{"id":{"S":"${half}"}}}`,
      );
      expect(status).toBe(400);
    }
  });
});
