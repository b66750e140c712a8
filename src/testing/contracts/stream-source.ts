import { describe, expect, it } from 'vitest';
import { comparePositions, LATEST, TRIM_HORIZON } from '../../client/stream/stream-position.ts';
import type { StreamSource, TailAsk } from '../../client/stream/source.ts';

const TABLE = 'orders';
const live = new AbortController().signal;
const of = { table: TABLE };

/** A source, and who writes what it reads. */
interface Made {
  readonly source: StreamSource;
  /** Switches the stream of the table `orders` on; answers its ARN. */
  readonly enable: () => Promise<string>;
  readonly disable: () => Promise<void>;
  /** Writes an item with this key. */
  readonly write: (key: string) => Promise<void>;
}

/** The suite that every source of stream records passes. `made` has a table `orders` without a stream. */
export function streamSourceContract(name: string, made: () => Promise<Made>): void {
  const started = async () => {
    const all = await made();
    const streamArn = await all.enable();
    const tail = (ask: Partial<TailAsk> = {}) =>
      all.source.tail({ of, after: TRIM_HORIZON, limit: 10, waitMs: 0, ...ask }, live);
    return { ...all, streamArn, tail };
  };
  const keysOf = ({ records }: Awaited<ReturnType<StreamSource['tail']>>) =>
    records.map(({ record }) => record.dynamodb.Keys['id']?.S);

  describe(`a source of stream records: ${name}`, () => {
    it('gives the records behind a position in order, and the position to go on from', async () => {
      const { tail, write, streamArn } = await started();
      for (const key of ['a', 'b', 'c']) await write(key);
      const first = await tail({ limit: 2 });
      expect(keysOf(first)).toEqual(['a', 'b']);
      expect(first).toMatchObject({ streamArn, isEnded: false });
      const [, last] = first.records;
      expect(comparePositions(first.position, last!.record.dynamodb.SequenceNumber)).toBe(0);
      const second = await tail({ after: first.position });
      expect(keysOf(second)).toEqual(['c']);
      expect(keysOf(await tail({ after: second.position }))).toEqual([]);
      expect(keysOf(await tail({ of: { streamArn } }))).toEqual(['a', 'b', 'c']);
    });

    it('gives the records of one shard to who names it', async () => {
      const { source, tail, write, streamArn } = await started();
      await write('a');
      const [{ shardId } = { shardId: '' }] = (await tail()).records;
      expect(keysOf(await tail({ shardId }))).toEqual(['a']);
      const parents = await source.shardParents(streamArn, live);
      expect(parents.has(shardId)).toBe(true);
      expect(parents.get(shardId)).toBeUndefined();
    });

    it('tells at once where the latest is, and waits there for the first record', async () => {
      const { tail, write } = await started();
      await write('before');
      const { records, position } = await tail({ after: LATEST, waitMs: 20_000 });
      expect(records).toEqual([]);
      const waiting = tail({ after: position, waitMs: 20_000 });
      await write('meanwhile');
      expect(keysOf(await waiting)).toEqual(['meanwhile']);
    });

    it('ends a wait when its signal aborts', async () => {
      const { source, tail } = await started();
      const leaving = new AbortController();
      const { position } = await tail();
      const ask = { of, after: position, limit: 1, waitMs: 20_000 };
      const waiting = source.tail(ask, leaving.signal);
      leaving.abort();
      await expect(waiting).rejects.toHaveProperty('name', 'AbortError');
      await expect(source.nowMs(leaving.signal)).rejects.toHaveProperty('name', 'AbortError');
    });

    it('tells that a stream is over where it was switched off and all of it is read', async () => {
      const { source, tail, write, enable, disable, streamArn } = await started();
      await write('a');
      await write('b');
      await disable();
      const byArn = { of: { streamArn } };
      const first = await tail({ ...byArn, limit: 1 });
      expect(first.isEnded).toBe(false);
      expect(await tail({ ...byArn, after: first.position })).toMatchObject({ isEnded: true });
      await expect(tail()).rejects.toHaveProperty('name', 'ResourceNotFoundException');
      const next = await enable();
      expect(await source.findStreams(TABLE, live)).toEqual([streamArn, next]);
      expect(await tail()).toMatchObject({ streamArn: next, records: [], isEnded: false });
    });

    it('knows no stream that was never there', async () => {
      const { source, tail, streamArn } = await started();
      const unknown = streamArn.replace(/[^/]+$/, '2001-01-01T00:00:00.000');
      for (const work of [tail({ of: { streamArn: unknown } }), source.shardParents(unknown, live)])
        await expect(work).rejects.toHaveProperty('name', 'ResourceNotFoundException');
    });

    it('keeps the state of a consumer, for who knows what is saved', async () => {
      const { source } = await made();
      const save = (state: string, expected: string | undefined) =>
        source.saveState({ consumer: 'me', state, expected }, live);
      const refused = { name: 'ConditionalCheckFailedException' };
      expect(await source.findState('me', live)).toBeUndefined();
      await expect(save('early', 'something')).rejects.toMatchObject(refused);
      await save('one', undefined);
      await expect(save('again', undefined)).rejects.toMatchObject(refused);
      await expect(save('late', 'none')).rejects.toMatchObject(refused);
      await save('two', 'one');
      expect(await source.findState('me', live)).toBe('two');
      expect(await source.findState('somebody else', live)).toBeUndefined();
    });

    it('tells the time of the records, and takes word of those that were given up', async () => {
      const { source, tail, write } = await started();
      await write('a');
      const [first] = (await tail()).records;
      const nowMs = await source.nowMs(live);
      expect(nowMs / 1000).toBeGreaterThanOrEqual(
        first!.record.dynamodb.ApproximateCreationDateTime,
      );
      const why = 'RetryAttemptsExhausted';
      await source.tellGivenUp({ Trigger: 'me', TableName: TABLE, Why: why, Records: 1 });
    });
  });
}
