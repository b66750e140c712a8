/** What is done to the stores that are kept: between them they hold every kind of record that a store has. */
import type { Call } from '../../src/testing/kept-stores/told.ts';
import type { KeptPage } from './kept-page.ts';

export interface Scenario {
  readonly name: string;
  readonly regions: readonly string[];
  readonly consumers: readonly string[];
  /** Whether the page is closed at the end, and not killed. */
  readonly isClosed: boolean;
  /** Ends right before the end of the page, what it has written being acknowledged. */
  readonly play: (page: KeptPage) => Promise<void>;
  /** The last thing, behind which the page dies at once: nothing is asked any more. */
  readonly last?: (page: KeptPage) => Promise<void>;
}

const HOME = 'eu-west-1';
const AWAY = 'us-east-1';
const ACCOUNT = '000000000001';
const ON_DEMAND = { BillingMode: 'PAY_PER_REQUEST' };
const IMAGES = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };
const FAR_AHEAD_S = 4_102_444_800;
const HOUR_S = 3_600;

const keys = (hash: string, range?: string): object => ({
  KeySchema: [
    { AttributeName: hash, KeyType: 'HASH' },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' }]),
  ],
});
const attributes = (types: Readonly<Record<string, string>>): object => ({
  AttributeDefinitions: Object.entries(types).map(([AttributeName, AttributeType]) => ({
    AttributeName,
    AttributeType,
  })),
});
const index = (name: string, hash: string, range: string | undefined, type: string): object => ({
  IndexName: name,
  ...keys(hash, range),
  Projection: {
    ProjectionType: type,
    ...(type === 'INCLUDE' ? { NonKeyAttributes: ['note'] } : {}),
  },
});

const COUNTRIES = ['is', 'no', 'fi'];
/** A place with an attribute of every type. */
const place = (n: number): object => ({
  country: { S: COUNTRIES[n % 3] },
  place: { N: String(n) },
  name: { S: `place ${n}, Þórsmörk 🏔` },
  height: { N: `${n * 17}.5` },
  kind: { S: n % 2 === 0 ? 'hut' : 'tent' },
  note: { S: 'open in summer' },
  flag: { BOOL: n % 2 === 0 },
  nothing: { NULL: true },
  photo: { B: 'AAECAwQ=' },
  tags: { SS: ['quiet', 'green'] },
  scores: { NS: ['1', '2.5', '-3'] },
  prints: { BS: ['AQ==', 'Ag=='] },
  details: { M: { beds: { N: '4' }, list: { L: [{ S: 'a' }, { N: '0' }] } } },
});

async function makePlaces(call: Call): Promise<void> {
  await call('CreateTable', {
    TableName: 'places',
    ...keys('country', 'place'),
    ...attributes({ country: 'S', place: 'N', kind: 'S', height: 'N', name: 'S' }),
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 7 },
    LocalSecondaryIndexes: [
      index('by-height', 'country', 'height', 'ALL'),
      index('by-name', 'country', 'name', 'KEYS_ONLY'),
    ],
    GlobalSecondaryIndexes: [
      { ...index('by-kind', 'kind', 'height', 'INCLUDE'), ...units(2, 3) },
      { ...index('of-name', 'name', undefined, 'ALL'), ...units(1, 1) },
    ],
    StreamSpecification: IMAGES,
    Tags: [{ Key: 'team', Value: 'maps' }],
    TableClass: 'STANDARD_INFREQUENT_ACCESS',
  });
  for (let n = 0; n < 30; n++) await call('PutItem', { TableName: 'places', Item: place(n) });
  const at = (n: number): object => ({
    TableName: 'places',
    Key: { country: { S: COUNTRIES[n % 3] }, place: { N: String(n) } },
  });
  for (const n of [1, 4, 9])
    await call('UpdateItem', {
      ...at(n),
      UpdateExpression: 'SET kind = :kind, height = height + :more REMOVE note',
      ExpressionAttributeValues: { ':kind': { S: 'ruin' }, ':more': { N: '1000' } },
    });
  for (const n of [2, 5]) await call('DeleteItem', at(n));
  await call('TransactWriteItems', {
    ClientRequestToken: 'kept-token',
    TransactItems: [
      { Put: { TableName: 'places', Item: place(40) } },
      { Delete: at(8) },
      { ConditionCheck: { ...at(0), ConditionExpression: 'attribute_exists(country)' } },
    ],
  });
  const ResourceArn = `arn:aws:dynamodb:${HOME}:${ACCOUNT}:table/places`;
  await call('PutResourcePolicy', { ResourceArn, Policy: policyOf(ResourceArn) });
  await call('UpdateContributorInsights', {
    TableName: 'places',
    ContributorInsightsAction: 'ENABLE',
  });
  await call('UpdateTable', { TableName: 'places', DeletionProtectionEnabled: true });
}

const units = (read: number, write: number): object => ({
  ProvisionedThroughput: { ReadCapacityUnits: read, WriteCapacityUnits: write },
});

const policyOf = (resource: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: ['dynamodb:GetItem'],
        Resource: resource,
      },
    ],
  });

/** Items that expire: one when nobody of today is there, one an hour after it was made. */
async function makeSessions(call: Call): Promise<void> {
  await call('CreateTable', {
    TableName: 'sessions',
    ...keys('id'),
    ...attributes({ id: 'S' }),
    ...ON_DEMAND,
    OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: 50 },
  });
  await call('UpdateTimeToLive', {
    TableName: 'sessions',
    TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
  });
  const nowS = Math.floor(Date.now() / 1000);
  for (const [id, expires] of [
    ['stays', FAR_AHEAD_S],
    ['goes', nowS + HOUR_S],
  ] as const)
    await call('PutItem', {
      TableName: 'sessions',
      Item: { id: { S: id }, expires: { N: String(expires) } },
    });
}

/** A table whose stream is off and on again, and one that is gone: their records can be read for a day. */
async function makeClosedStreams(call: Call): Promise<void> {
  for (const TableName of ['switched', 'gone']) {
    await call('CreateTable', {
      TableName,
      ...keys('id'),
      ...attributes({ id: 'S' }),
      ...ON_DEMAND,
      StreamSpecification: IMAGES,
    });
    await call('PutItem', { TableName, Item: { id: { S: 'first' }, in: { S: TableName } } });
  }
  const StreamSpecification = { StreamEnabled: false };
  await call('UpdateTable', { TableName: 'switched', StreamSpecification });
  await call('DeleteTable', { TableName: 'gone' });
}

const closed: Scenario = {
  name: 'closed',
  regions: [HOME],
  consumers: ['reader', 'trigger/tally'],
  isClosed: true,
  play: async (page) => {
    const call = page.caller(HOME);
    await makePlaces(call);
    await makeSessions(call);
    await makeClosedStreams(call);
    await call('Hashrange.PutConsumer', { Consumer: 'reader', State: 'where the reader is' });
    await page.triggered('tally', 'places', 12);
  },
};

/** A checkpoint, and behind it a log of writes to what it holds; an index that is being built when the page dies. */
const killed: Scenario = {
  name: 'killed',
  regions: [HOME],
  consumers: [],
  isClosed: false,
  play: async (page) => {
    const call = page.caller(HOME);
    await makePlaces(call);
    await call('CreateTable', {
      TableName: 'many',
      ...keys('all', 'n'),
      ...attributes({ all: 'S', n: 'N' }),
      ...ON_DEMAND,
    });
    for (let from = 0; from < 4_000; from += 25) {
      const many = Array.from({ length: 25 }, (_, i) => ({
        PutRequest: {
          Item: { all: { S: 'all' }, n: { N: String(from + i) }, kind: { S: 'one of many' } },
        },
      }));
      await call('BatchWriteItem', { RequestItems: { many } });
    }
    await page.close();
    // Each step of the build waits for the disk: the page dies in the midst of it.
    await page.open('kept', [HOME], { durability: 'strict' });
    const TableName = 'places';
    for (let n = 50; n < 60; n++) await call('PutItem', { TableName, Item: place(n) });
    await call('DeleteItem', { TableName, Key: { country: { S: 'is' }, place: { N: '3' } } });
    await makeSessions(call);
  },
  last: async (page) => {
    await page.caller(HOME)('UpdateTable', {
      TableName: 'many',
      ...attributes({ all: 'S', n: 'N', kind: 'S' }),
      GlobalSecondaryIndexUpdates: [{ Create: index('by-kind', 'kind', 'n', 'ALL') }],
    });
  },
};

/** Two Regions of a global table, cut apart with writes and deletions on both sides, and killed. */
const regions: Scenario = {
  name: 'regions',
  regions: [HOME, AWAY],
  consumers: [],
  isClosed: false,
  play: async (page) => {
    const [home, away] = [page.caller(HOME), page.caller(AWAY)];
    const TableName = 'shared';
    const put = (call: Call, id: string, from: string): Promise<unknown> =>
      call('PutItem', { TableName, Item: { id: { S: id }, from: { S: from } } });
    const remove = (call: Call, id: string): Promise<unknown> =>
      call('DeleteItem', { TableName, Key: { id: { S: id } } });
    await home('CreateTable', {
      TableName,
      ...keys('id'),
      ...attributes({ id: 'S' }),
      ...ON_DEMAND,
    });
    for (const id of ['a', 'b', 'c', 'd']) await put(home, id, 'before');
    await home('UpdateTable', { TableName, ReplicaUpdates: [{ Create: { RegionName: AWAY } }] });
    await until(async () => (await replicaStatus(home)) === 'ACTIVE');
    await put(away, 'e', 'away');
    await until(async () => (await countOf(home)) === 5);
    await remove(home, 'a');
    await until(async () => (await countOf(away)) === 4);
    await page.cut(HOME, AWAY);
    await put(home, 'b', 'home, while cut');
    await put(away, 'b', 'away, while cut');
    await put(home, 'f', 'home alone');
    await put(away, 'g', 'away alone');
    await remove(home, 'c');
    await remove(away, 'd');
  },
};

const replicaStatus = async (call: Call): Promise<unknown> => {
  const { Table } = await call('DescribeTable', { TableName: 'shared' });
  const { Replicas = [] } = Table as { Replicas?: readonly { ReplicaStatus: string }[] };
  return Replicas[0]?.ReplicaStatus;
};
const countOf = async (call: Call): Promise<unknown> =>
  (await call('Scan', { TableName: 'shared' }).catch(() => undefined))?.['Count'];

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

export const SCENARIOS: readonly Scenario[] = [closed, killed, regions];
