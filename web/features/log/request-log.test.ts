import { expect, it } from 'vitest';
import type { Exchange } from '../../database/connection.svelte.ts';
import { LOG_CHARACTERS, RequestLog } from './request-log.svelte.ts';

function logged(...exchanges: readonly Partial<Exchange>[]): RequestLog {
  const log = new RequestLog();
  log.listenTo({
    onExchange: (listener) => {
      for (const exchange of exchanges) {
        listener({
          region: 'us-east-1',
          operation: 'PutItem',
          requestText: '{}',
          startedAt: new Date(0),
          ms: 1,
          status: 200,
          responseText: '{}',
          responseBytes: 2,
          body: {},
          failure: undefined,
          ...exchange,
        });
      }
    },
  });
  return log;
}

it('the log keeps the beginning of an answer, and its figures', () => {
  const body = { Items: [], Count: 2, ScannedCount: 3, ConsumedCapacity: { CapacityUnits: 0.5 } };
  const [entry] = logged({ responseText: 'x'.repeat(1_000_000), body }).entries;
  expect(entry).toMatchObject({ cut: true, units: 0.5, counts: { returned: 2, scanned: 3 } });
  expect(entry?.responseText).toHaveLength(16_384);
  expect(entry).not.toHaveProperty('body');
});

it('requests of 16 MB do not add up: the newest stays, whole', () => {
  const requestText = JSON.stringify({ TableName: 'notes', text: 'x'.repeat(LOG_CHARACTERS) });
  const { entries } = logged({}, { requestText }, {}, { requestText, operation: 'BatchWriteItem' });
  expect(entries.map(({ operation }) => operation)).toEqual(['BatchWriteItem']);
  expect(entries[0]).toMatchObject({ requestText, table: 'notes' });
});
