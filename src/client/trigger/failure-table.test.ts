import { describe, expect, it } from 'vitest';
import { serviceError } from '../../testing/streams/fake-source.ts';
import { failureTable } from './failure-table.ts';
import type { TriggerFailure } from './trigger-failure.ts';

type Item = Readonly<Record<string, { readonly S?: string }>>;

/** A table that somebody may delete. */
class Tables {
  readonly items: Item[] = [];
  isThere = false;
  readonly ensureTable = (): Promise<void> => {
    this.isThere = true;
    return Promise.resolve();
  };
  readonly send = (_: string, input: object): Promise<unknown> => {
    if (!this.isThere) return Promise.reject(serviceError('ResourceNotFoundException'));
    this.items.push((input as { readonly Item: Item }).Item);
    return Promise.resolve({});
  };
}

function failure(error?: unknown): TriggerFailure {
  const record = { dynamodb: { SequenceNumber: '1', Keys: { id: { S: 'a' } } } };
  return {
    version: '1.0',
    timestamp: '2026-11-22T00:00:00.000Z',
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 1 },
    DDBStreamBatchInfo: { shardId: 's', streamArn: 'arn' },
    payload: { Records: [record] },
    error,
  } as unknown as TriggerFailure;
}

describe('a table for what was given up', () => {
  it('is created again when somebody has deleted it', async () => {
    const tables = new Tables();
    const put = failureTable(tables, 'failed', 'x');
    await put(failure());
    tables.isThere = false;
    await expect(put(failure())).rejects.toThrow();
    await put(failure());
    expect(tables.items).toHaveLength(2);
  });

  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  it.each([
    ['text', 'no', '"no"'],
    ['an error', new TypeError('no'), 'TypeError: no'],
    ['a circle', circular, '[object Object]'],
    ['a big integer', { n: 1n }, '[object Object]'],
    ['a function', () => undefined, 'function'],
    ['a long message', new Error('x'.repeat(500_000)), `Error: ${'x'.repeat(3_993)}`],
  ])('takes whatever was thrown: %s', async (_, error, text) => {
    const tables = new Tables();
    await failureTable(tables, 'failed', 'x')(failure(error));
    expect(tables.items[0]?.['error']).toEqual({ S: text });
  });
});
