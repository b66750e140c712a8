import { afterEach, describe, expect, it } from 'vitest';
import type { Channels } from '../../kernel/channel.ts';
import { Listeners } from '../../kernel/listeners.ts';
import { localChannels } from '../../memory/local-channels.ts';
import { browserWorld } from '../../platform/browser-world.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { DeviceOpener } from '../../storage/device/port.ts';
import type { Engine } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';

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
  for (let i = 0; i < 2_500; i++) {
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

async function own(engine: Engine, operation: string, input: object): Promise<Json> {
  const answer = await engine.request(`Hashrange.${operation}`, JSON.stringify(input));
  return JSON.parse(answer.body) as Json;
}

const setLink = (to: Engine, settings: object): Promise<Json> =>
  own(to, 'SetLink', { To: to.region, ...settings });

async function tablesOf(engine: Engine): Promise<readonly string[]> {
  const { TableNames } = await call(engine, 'ListTables', {});
  return TableNames as readonly string[];
}

/** Every record of the stream of the table, as its event and key. */
async function streamOf(engine: Engine): Promise<readonly string[]> {
  const ask = async (operation: string, input: object): Promise<Json> => {
    const { body } = await engine.request(
      `DynamoDBStreams_20120810.${operation}`,
      JSON.stringify(input),
    );
    return JSON.parse(body) as Json;
  };
  const { Table } = await call(engine, 'DescribeTable', { TableName: 'notes' });
  const { LatestStreamArn: StreamArn } = Table as { readonly LatestStreamArn: string };
  const { StreamDescription } = await ask('DescribeStream', { StreamArn });
  const { Shards } = StreamDescription as { readonly Shards: readonly { ShardId: string }[] };
  const events: string[] = [];
  for (const { ShardId } of Shards) {
    const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    const { ShardIterator } = await ask('GetShardIterator', from);
    const { Records } = await ask('GetRecords', { ShardIterator });
    const records = Records as readonly {
      readonly eventName: string;
      readonly dynamodb: { readonly Keys: { readonly id: { readonly S: string } } };
    }[];
    events.push(...records.map(({ eventName, dynamodb }) => `${eventName} ${dynamodb.Keys.id.S}`));
  }
  return events;
}

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

  it('shows replicated changes in the stream of each Region, once', async () => {
    const [one, two] = await twoRegions();
    await addReplica(one, 'us-east-1');
    await until(async () => (await replicaStatus(one, 'us-east-1')) === 'ACTIVE');
    await put(one, 'a', 'first');
    await until(async () => (await textOf(two, 'a')) === 'first');
    await remove(one, 'a');
    await until(async () => (await textOf(two, 'a')) === undefined);
    expect(await streamOf(two)).toEqual(['INSERT a', 'REMOVE a']);
    expect(await streamOf(one)).toEqual(['INSERT a', 'REMOVE a']);
  });

  it('takes a replica away with its table', async () => {
    const [one, two] = await twoRegions();
    await addReplica(one, 'us-east-1');
    await until(async () => (await replicaStatus(one, 'us-east-1')) === 'ACTIVE');
    await call(one, 'UpdateTable', {
      TableName: 'notes',
      ReplicaUpdates: [{ Delete: { RegionName: 'us-east-1' } }],
    });
    expect(await replicaStatus(one, 'us-east-1')).toBeUndefined();
    await until(async () => (await tablesOf(two)).length === 0);
    // It can come back, and is another table then.
    await put(one, 'a', 'again');
    await addReplica(one, 'us-east-1');
    await until(async () => (await textOf(two, 'a')) === 'again');
  });

  it('goes on without a Region that deletes its table', async () => {
    const [one, two] = await twoRegions();
    await addReplica(one, 'us-east-1');
    await until(async () => (await replicaStatus(one, 'us-east-1')) === 'ACTIVE');
    await expect(call(one, 'DeleteTable', { TableName: 'notes' })).rejects.toThrow(
      'it has acted as a source region',
    );
    await call(two, 'DeleteTable', { TableName: 'notes' });
    await until(async () => (await replicaStatus(one, 'us-east-1')) === undefined);
    await call(one, 'DeleteTable', { TableName: 'notes' });
  });

  it('carries settings over', async () => {
    const [one, two] = await twoRegions();
    await addReplica(one, 'us-east-1');
    await until(async () => (await replicaStatus(one, 'us-east-1')) === 'ACTIVE');
    await put(one, 'a', 'indexed');
    await call(two, 'UpdateTable', {
      TableName: 'notes',
      AttributeDefinitions: [{ AttributeName: 'text', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'byText',
            KeySchema: [{ AttributeName: 'text', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        },
      ],
    });
    await until(async () => {
      const { Count } = await call(one, 'Query', {
        TableName: 'notes',
        IndexName: 'byText',
        KeyConditionExpression: '#t = :t',
        ExpressionAttributeNames: { '#t': 'text' },
        ExpressionAttributeValues: { ':t': { S: 'indexed' } },
      });
      return Count === 1;
    });
    await call(one, 'UpdateTimeToLive', {
      TableName: 'notes',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' },
    });
    await until(async () => {
      const answer = await call(two, 'DescribeTimeToLive', { TableName: 'notes' });
      return JSON.stringify(answer).includes('ENABLED');
    });
  });

  it('waits for a Region that is not open, and tells of a table that stands in the way', async () => {
    const channels = localChannels();
    const one = await region('eu-west-1', channels);
    await call(one, 'CreateTable', TABLE);
    await put(one, 'a', 'waiting');
    await addReplica(one, 'us-east-1');
    expect(await replicaStatus(one, 'us-east-1')).toBe('CREATING');
    const two = await region('us-east-1', channels);
    await until(async () => (await textOf(two, 'a')) === 'waiting');
    const three = await region('ap-south-1', channels);
    await call(three, 'CreateTable', TABLE);
    await expect(addReplica(one, 'ap-south-1')).rejects.toThrow('already existed as tables');
  });

  it('lets the later of two writes win that know nothing of each other, and tells of both', async () => {
    const [one, two] = await twoRegions();
    await addReplica(one, 'us-east-1');
    await until(async () => (await replicaStatus(one, 'us-east-1')) === 'ACTIVE');
    await put(one, 'a', 'agreed');
    await until(async () => (await textOf(two, 'a')) === 'agreed');
    await setLink(two, { From: 'eu-west-1', Cut: true });
    await setLink(one, { From: 'us-east-1', Cut: true });
    await put(one, 'a', 'earlier');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await put(two, 'a', 'later');
    await setLink(two, { From: 'eu-west-1', Cut: false });
    await setLink(one, { From: 'us-east-1', Cut: false });
    await put(one, 'b', 'wakes');
    await put(two, 'c', 'wakes');
    await until(async () => (await textOf(one, 'a')) === 'later');
    expect(await textOf(two, 'a')).toBe('later');
    await until(async () => {
      const { Conflicts } = await own(two, 'DescribeRegions', {});
      const [conflict] = Conflicts as readonly { Winner: Json; Loser: Json }[];
      expect(conflict).toMatchObject({
        Winner: { Region: 'us-east-1', Item: { text: { S: 'later' } } },
        Loser: { Region: 'eu-west-1', Item: { text: { S: 'earlier' } } },
      });
      return true;
    });
  });
});

describe('a Region that was away', () => {
  it('is filled again when it has lost its store, and hears that it was taken out meanwhile', async () => {
    const channels = localChannels();
    const one = await region('eu-west-1', channels);
    const two = await region('us-east-1', channels);
    await call(one, 'CreateTable', TABLE);
    await put(one, 'a', 'kept');
    await addReplica(one, 'us-east-1');
    await until(async () => (await replicaStatus(one, 'us-east-1')) === 'ACTIVE');
    await put(two, 'b', 'shipped');
    await until(async () => (await textOf(one, 'b')) === 'shipped');
    await two.close();
    const devices = memoryDevices();
    const again = await region('us-east-1', channels, devices);
    await until(async () => (await textOf(again, 'b')) === 'shipped');
    expect(await textOf(again, 'a')).toBe('kept');
    await put(again, 'c', 'anew');
    await until(async () => (await textOf(one, 'c')) === 'anew');
    await again.close();
    await call(one, 'UpdateTable', {
      TableName: 'notes',
      ReplicaUpdates: [{ Delete: { RegionName: 'us-east-1' } }],
    });
    const back = await region('us-east-1', channels, devices);
    await until(async () => (await tablesOf(back)).length === 0);
  });
});

describe('a global table of the older version', () => {
  const withStream = {
    ...TABLE,
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  };
  const group = {
    GlobalTableName: 'notes',
    ReplicationGroup: [{ RegionName: 'eu-west-1' }, { RegionName: 'us-east-1' }],
  };

  it('joins empty tables, which stay where they leave', async () => {
    const channels = localChannels();
    const one = await region('eu-west-1', channels);
    const two = await region('us-east-1', channels);
    await call(one, 'CreateTable', withStream);
    await expect(call(one, 'CreateGlobalTable', group)).rejects.toThrow('TableNotFoundException');
    await call(two, 'CreateTable', withStream);
    await call(one, 'CreateGlobalTable', group);
    await expect(call(one, 'CreateGlobalTable', group)).rejects.toThrow(
      'GlobalTableAlreadyExistsException',
    );
    await until(async () => {
      const answer = await call(two, 'DescribeGlobalTable', { GlobalTableName: 'notes' });
      return JSON.stringify(answer).includes('"GlobalTableStatus":"ACTIVE"');
    });
    await put(one, 'a', 'both');
    await until(async () => (await textOf(two, 'a')) === 'both');
    await call(one, 'UpdateGlobalTable', {
      GlobalTableName: 'notes',
      ReplicaUpdates: [{ Delete: { RegionName: 'us-east-1' } }],
    });
    await until(async () => {
      const { GlobalTables } = await call(two, 'ListGlobalTables', {});
      return (GlobalTables as readonly unknown[]).length === 0;
    });
    await put(one, 'a', 'one');
    expect(await textOf(two, 'a')).toBe('both');
  });

  it('can be made anew by a Region that has left another', async () => {
    const channels = localChannels();
    const names = ['eu-west-1', 'us-east-1', 'ap-south-1'];
    const [one, two, three] = await Promise.all(names.map((name) => region(name, channels)));
    if (one === undefined || two === undefined || three === undefined)
      throw new Error('no Regions');
    for (const each of [one, two, three]) await call(each, 'CreateTable', withStream);
    await until(async () => (await call(one, 'CreateGlobalTable', group)) !== undefined);
    await until(async () => {
      const { GlobalTables } = await call(two, 'ListGlobalTables', {});
      return (GlobalTables as readonly unknown[]).length === 1;
    });
    await call(one, 'UpdateGlobalTable', {
      GlobalTableName: 'notes',
      ReplicaUpdates: [{ Delete: { RegionName: 'eu-west-1' } }],
    });
    const { Table } = await call(one, 'DescribeTable', { TableName: 'notes' });
    expect(Table).not.toHaveProperty('Replicas');
    expect(Table).not.toHaveProperty('GlobalTableVersion');
    const others = ['eu-west-1', 'ap-south-1'].map((RegionName) => ({ RegionName }));
    await until(async () => {
      const made = { GlobalTableName: 'notes', ReplicationGroup: others };
      return (await call(one, 'CreateGlobalTable', made)) !== undefined;
    });
    const regionsOf = async (engine: Engine): Promise<unknown> => {
      const { GlobalTableDescription } = await call(engine, 'DescribeGlobalTable', {
        GlobalTableName: 'notes',
      });
      const { ReplicationGroup } = GlobalTableDescription as {
        readonly ReplicationGroup: readonly { readonly RegionName: string }[];
      };
      return ReplicationGroup.map(({ RegionName }) => RegionName).toSorted();
    };
    await until(
      async () => JSON.stringify(await regionsOf(three)) === '["ap-south-1","eu-west-1"]',
    );
    expect(await regionsOf(one)).toEqual(['ap-south-1', 'eu-west-1']);
    expect(await regionsOf(two)).toEqual(['us-east-1']);
  });
});

describe('a Region that cannot be opened', () => {
  it('leaves no channel open', async () => {
    const names: string[] = [];
    const channels: Channels = {
      open: (name) => {
        names.push(name);
        return {
          heard: new Listeners(),
          post: () => undefined,
          close: () => names.splice(names.indexOf(name), 1),
        };
      },
    };
    const refusal = new DeviceFault('closed', 'no disk');
    const devices: DeviceOpener = { open: () => Promise.reject(refusal) };
    await expect(region('eu-west-1', channels, devices)).rejects.toBe(refusal);
    expect(names).toEqual([]);
  });
});
