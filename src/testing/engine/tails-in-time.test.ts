import { describe, expect, it } from 'vitest';
import { RegionInTime } from '../region-in-time.ts';
import { shardsOf } from '../streams/stream-reading.ts';
import { KEY, put, streamed, TableName } from './streamed-region.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('TailStream', () => {
  interface Tail {
    readonly Records: readonly { readonly ShardId: string; readonly dynamodb: { Keys: unknown } }[];
    readonly Position: string;
    readonly IsEnded: boolean;
  }

  it('waits for the next record', async () => {
    const { region } = await streamed();
    const { Position: After } = await region.call<Tail>('TailStream', {
      TableName,
      After: 'LATEST',
    });
    const waiting = region.begin('TailStream', { TableName, After, WaitMs: 20_000 });
    await region.pass(5 * SECOND);
    const began = region.nowMs;
    await put(region, 'a');
    const { text } = await region.world.until(waiting);
    expect(region.nowMs - began).toBeLessThan(SECOND);
    const { Records } = JSON.parse(text) as Tail;
    expect(Records.map(({ dynamodb }) => dynamodb.Keys)).toEqual([{ pk: { S: 'a' } }]);
    await region.close();
  });

  it('is answered without records when it has waited long enough, and goes on from there', async () => {
    const { region } = await streamed();
    const began = region.nowMs;
    const first = await region.call<Tail>('TailStream', { TableName, WaitMs: 3000 });
    expect(region.nowMs - began).toBe(3000);
    expect(first.Records).toEqual([]);
    await put(region, 'a');
    const next = await region.call<Tail>('TailStream', { TableName, After: first.Position });
    expect(next.Records).toHaveLength(1);
    await region.close();
  });

  it('does not wake for what others write, nor wait any longer', async () => {
    const { region } = await streamed();
    await region.call('CreateTable', {
      TableName: 'other',
      KeySchema: KEY,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const began = region.nowMs;
    const waiting = region.begin('TailStream', { TableName, WaitMs: 5000 });
    for (let i = 0; i < 4; i++) {
      await region.pass(SECOND);
      await region.call('PutItem', { TableName: 'other', Item: { pk: { S: String(i) } } });
    }
    const { text } = await region.world.until(waiting);
    expect((JSON.parse(text) as Tail).Records).toEqual([]);
    expect(region.nowMs - began).toBe(5000);
    await region.close();
  });

  it('hears that the stream was switched off, and that this was the end', async () => {
    const { region, arn } = await streamed();
    await put(region, 'a');
    const waiting = region.begin('TailStream', { StreamArn: arn, After: 'LATEST', WaitMs: 20_000 });
    const { Position: After } = JSON.parse((await region.world.until(waiting)).text) as Tail;
    const later = region.begin('TailStream', { StreamArn: arn, After, WaitMs: 20_000 });
    await region.call('UpdateTable', { TableName, StreamSpecification: { StreamEnabled: false } });
    const { Records, IsEnded } = JSON.parse((await region.world.until(later)).text) as Tail;
    expect([Records, IsEnded]).toEqual([[], true]);
    const whole = await region.call<Tail>('TailStream', { StreamArn: arn });
    expect(whole.Records).toHaveLength(1);
    expect(await region.refused('TailStream', { TableName })).toBe(
      `ResourceNotFoundException: Requested resource not found: Table: ${TableName} has no stream`,
    );
    await region.close();
  });

  it('is answered when the database closes, and not when it was aborted', async () => {
    const { region } = await streamed();
    const signal = { aborted: false };
    let isAnswered = false;
    const body = { TableName, WaitMs: 20_000 };
    void region.begin('TailStream', body, signal).then(() => {
      isAnswered = true;
    });
    const waiting = region.begin('TailStream', body);
    await region.pass(SECOND);
    signal.aborted = true;
    await region.close();
    expect((await waiting).status).toBe(200);
    expect(isAnswered).toBe(false);
  });

  it('tells one shard where it is asked to', async () => {
    const { region, arn } = await streamed();
    await put(region, 'a');
    await region.pass(4 * HOUR + SECOND);
    await put(region, 'b');
    const [, child] = await shardsOf(region, arn);
    const body = { StreamArn: arn, ShardId: child?.ShardId };
    const { Records } = await region.call<Tail>('TailStream', body);
    expect(Records.map(({ ShardId }) => ShardId)).toEqual([child?.ShardId]);
    await region.close();
  });
});

describe('the state of a consumer', () => {
  it('is put down durably, on a condition where one is given', async () => {
    const region = await RegionInTime.open();
    const Consumer = 'søren/1';
    expect(await region.call('GetConsumer', { Consumer })).toEqual({});
    await region.call('PutConsumer', { Consumer, State: 'one', ExpectedState: null });
    expect(await region.refused('PutConsumer', { Consumer, State: 'x', ExpectedState: null })).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
    await region.call('PutConsumer', { Consumer, State: 'two', ExpectedState: 'one' });
    await region.reopen('kill');
    expect(await region.call('GetConsumer', { Consumer })).toEqual({ State: 'two' });
    await region.call('PutConsumer', { Consumer });
    expect(await region.call('GetConsumer', { Consumer })).toEqual({});
    await region.close();
  });
});
