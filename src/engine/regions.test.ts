import { afterEach, describe, expect, it } from 'vitest';
import type { Channels } from '../kernel/channel.ts';
import { localChannels } from '../memory/local-channels.ts';
import { browserWorld } from '../platform/world.ts';
import { memoryDevices } from '../storage/device/memory.ts';
import type { DeviceOpener } from '../storage/device/port.ts';
import type { Engine } from './contract.ts';
import { createEngine } from './engine.ts';

type Json = Record<string, unknown>;

const open: Engine[] = [];

async function region(
  name: string,
  channels: Channels,
  devices: DeviceOpener = memoryDevices(),
): Promise<Engine> {
  const engine = await createEngine(
    { world: browserWorld(), devices, channels },
    {
      region: name,
      accountId: '000000000001',
      durability: 'interval',
      cacheBytes: 1_000_000,
      expectedStoreId: undefined,
    },
  );
  open.push(engine);
  return engine;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((engine) => engine.close()));
});

async function call(engine: Engine, operation: string, input: object): Promise<Json> {
  const answer = await engine.request(`DynamoDB_20120810.${operation}`, JSON.stringify(input));
  const body = JSON.parse(answer.body === '' ? '{}' : answer.body) as Json;
  if (answer.status !== 200) throw new Error(`${operation}: ${answer.body}`);
  return body;
}

/** Asks until the answer passes. */
async function until(ask: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await ask().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come to pass');
}

const TABLE = {
  TableName: 'notes',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};

const put = (engine: Engine, id: string, text: string): Promise<Json> =>
  call(engine, 'PutItem', { TableName: 'notes', Item: { id: { S: id }, text: { S: text } } });

const remove = (engine: Engine, id: string): Promise<Json> =>
  call(engine, 'DeleteItem', { TableName: 'notes', Key: { id: { S: id } } });

async function textOf(engine: Engine, id: string): Promise<string | undefined> {
  const { Item } = await call(engine, 'GetItem', { TableName: 'notes', Key: { id: { S: id } } });
  return (Item as { text: { S: string } } | undefined)?.text.S;
}

async function replicaStatus(engine: Engine, name: string): Promise<string | undefined> {
  const { Table } = await call(engine, 'DescribeTable', { TableName: 'notes' });
  const { Replicas = [] } = Table as {
    readonly Replicas?: readonly { RegionName: string; ReplicaStatus: string }[];
  };
  return Replicas.find(({ RegionName }) => RegionName === name)?.ReplicaStatus;
}

const addReplica = (engine: Engine, name: string): Promise<Json> =>
  call(engine, 'UpdateTable', {
    TableName: 'notes',
    ReplicaUpdates: [{ Create: { RegionName: name } }],
  });

async function twoRegions(): Promise<readonly [Engine, Engine]> {
  const channels = localChannels();
  const one = await region('eu-west-1', channels);
  const two = await region('us-east-1', channels);
  await call(one, 'CreateTable', TABLE);
  return [one, two];
}

describe('a global table of two Regions', () => {
  it('fills a new replica with what is there, and follows it', async () => {
    const [one, two] = await twoRegions();
    await put(one, 'a', 'old');
    await addReplica(one, 'us-east-1');
    await until(async () => (await textOf(two, 'a')) === 'old');
    await until(async () => (await replicaStatus(one, 'us-east-1')) === 'ACTIVE');
    expect(await replicaStatus(two, 'eu-west-1')).toBe('ACTIVE');
    await put(one, 'b', 'new');
    await put(two, 'c', 'back');
    await until(async () => (await textOf(two, 'b')) === 'new');
    await until(async () => (await textOf(one, 'c')) === 'back');
    await remove(two, 'a');
    await until(async () => (await textOf(one, 'a')) === undefined);
  });
});
