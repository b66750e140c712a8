/** What Regions of a table share, and what each has of its own. Source: api-surface.md section 5d, as measured on AWS in October 2026. */
import { describe, expect, it } from 'vitest';
import { RegionPair, TableName } from './region-pair.ts';
import type { SimulatedRegion } from './simulated-region.ts';

const INVALID = 'One or more parameter values were invalid: ';
const RARE = 'STANDARD_INFREQUENT_ACCESS';
const DAY = 86_400_000;

interface Replica {
  readonly RegionName: string;
  readonly ReplicaStatus: string;
  readonly [member: string]: unknown;
}

/** The entry of the other Region. */
async function replicaAt(pair: RegionPair, region: SimulatedRegion): Promise<Replica> {
  const [replica] = (await pair.tableIn(region))['Replicas'] as readonly Replica[];
  if (replica === undefined) throw new Error('no replica');
  return replica;
}

async function classesOf(pair: RegionPair): Promise<readonly unknown[]> {
  await pair.pause(10_000);
  const tables = await Promise.all([pair.one, pair.two].map((region) => pair.tableIn(region)));
  return tables.map((table) => (table['TableClassSummary'] as { TableClass?: string })?.TableClass);
}

const toClass = (pair: RegionPair, region: SimulatedRegion, TableClass: string): Promise<unknown> =>
  pair.update(region, { TableClass });

describe('the table class', () => {
  it('of the base goes to every replica, that of a replica stays there', async () => {
    await RegionPair.played(async (pair) => {
      const answer = await toClass(pair, pair.one, RARE);
      expect(JSON.stringify(answer)).not.toContain('ReplicaTableClassSummary');
      expect(await classesOf(pair)).toEqual([RARE, RARE]);
      const { TableClassSummary } = await pair.tableIn(pair.one);
      expect(await replicaAt(pair, pair.one)).toMatchObject({
        ReplicaTableClassSummary: TableClassSummary,
      });
      await toClass(pair, pair.two, 'STANDARD');
      expect(await classesOf(pair)).toEqual([RARE, 'STANDARD']);
      // Settings that are shared leave it as it is.
      await pair.update(pair.one, { OnDemandThroughput: { MaxReadRequestUnits: 9 } });
      expect(await classesOf(pair)).toEqual([RARE, 'STANDARD']);
      expect(await replicaAt(pair, pair.one)).toMatchObject({
        ReplicaTableClassSummary: { TableClass: 'STANDARD' },
      });
    });
  });

  it('changes twice in 30 days in each Region, whoever changes it', async () => {
    await RegionPair.played(async (pair) => {
      await toClass(pair, pair.two, RARE);
      await toClass(pair, pair.two, 'STANDARD');
      await pair.pause(10_000);
      await expect(toClass(pair, pair.one, RARE)).rejects.toThrow(
        'LimitExceededException","message":"Limit exceeded for replica in us-east-1. ' +
          'Updates to TableClass are limited to 2 times in 30 day(s)"',
      );
      const spent = 'Limit exceeded for replica in us-east-1';
      for (const TableClassOverride of [RARE, 'STANDARD']) {
        await expect(pair.replica('Update', pair.two, { TableClassOverride })).rejects.toThrow(
          spent,
        );
      }
      // Nothing has changed, and nothing is spent of the base's own.
      for (const region of [pair.one, pair.two]) await region.close();
      await pair.pause(30 * DAY);
      for (const region of [pair.one, pair.two]) await region.open();
      await toClass(pair, pair.one, RARE);
      await toClass(pair, pair.one, 'STANDARD');
      expect(await classesOf(pair)).toEqual(['STANDARD', 'STANDARD']);
      for (const region of [pair.one, pair.two]) {
        await expect(toClass(pair, region, RARE)).rejects.toThrow('Subscriber limit exceeded');
      }
    });
  });

  it('is that of the base where a replica is given none', async () => {
    await RegionPair.played(
      async (pair) => {
        expect(await classesOf(pair)).toEqual([RARE, RARE]);
      },
      { more: { TableClass: RARE } },
    );
  });
});

describe('a replica that is being made', () => {
  it('has no class or override changed: its Region may be about to tell of its table', async () => {
    const pair = new RegionPair();
    const play = async (): Promise<void> => {
      await pair.begin();
      await pair.two.close();
      await pair.join();
      const busy = 'The resource which you are attempting to change is in use.';
      await expect(toClass(pair, pair.one, RARE)).rejects.toThrow(busy);
      const TableClassOverride = RARE;
      await expect(pair.replica('Update', pair.two, { TableClassOverride })).rejects.toThrow(busy);
      await pair.two.open();
      await pair.pause(10_000);
      await toClass(pair, pair.one, RARE);
      expect(await classesOf(pair)).toEqual([RARE, RARE]);
    };
    await pair.world.until(play(), 1e9);
  });

  it('of the older version is there in the end, whatever was written about it meanwhile', async () => {
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };
    const GlobalTableName = TableName;
    for (let delayMs = 0; delayMs < 60; delayMs += 4) {
      const pair = new RegionPair(delayMs + 1);
      const play = async (): Promise<void> => {
        await pair.begin({ StreamSpecification });
        await pair.create(pair.two, { StreamSpecification });
        const ReplicationGroup = [pair.one, pair.two].map(({ name }) => ({ RegionName: name }));
        await pair.ask(pair.one, 'CreateGlobalTable', { GlobalTableName, ReplicationGroup });
        pair.network.faults = { loss: 0, duplicate: 0, delayMs: 60 };
        await pair.pause(delayMs);
        await pair.ask(pair.one, 'UpdateGlobalTableSettings', {
          GlobalTableName,
          ReplicaSettingsUpdate: [{ RegionName: pair.two.name, ReplicaTableClass: RARE }],
        });
        await pair.pause(20_000);
        for (const region of [pair.one, pair.two]) {
          const answer = await pair.ask(region, 'DescribeGlobalTable', { GlobalTableName });
          expect(answer['GlobalTableDescription']).toMatchObject({ GlobalTableStatus: 'ACTIVE' });
        }
      };
      await pair.world.until(play(), 1e9);
    }
  });
});

describe('overrides of reads', () => {
  const INDEX = {
    IndexName: 'byText',
    KeySchema: [{ AttributeName: 'text', KeyType: 'HASH' }],
    Projection: { ProjectionType: 'ALL' },
    OnDemandThroughput: { MaxReadRequestUnits: 20 },
  };
  const more = {
    AttributeDefinitions: ['pk', 'text'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: [INDEX],
    OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 11 },
  };
  const ceiling = (MaxReadRequestUnits: number): object => ({
    OnDemandThroughputOverride: { MaxReadRequestUnits },
  });
  const ofIndex = (units: number, IndexName = 'byText'): object => ({
    GlobalSecondaryIndexes: [{ IndexName, ...ceiling(units) }],
  });

  /** The override that the base tells, the ceilings that the replica has, of the table and of its index. */
  async function ceilings(pair: RegionPair): Promise<readonly unknown[]> {
    await pair.pause(10_000);
    const entry = await replicaAt(pair, pair.one);
    const there = await pair.tableIn(pair.two);
    const [index] = (entry['GlobalSecondaryIndexes'] ?? []) as readonly Record<string, unknown>[];
    const [indexThere] = there['GlobalSecondaryIndexes'] as readonly Record<string, unknown>[];
    return [entry, index, there, indexThere].map(
      (each) => each?.['OnDemandThroughputOverride'] ?? each?.['OnDemandThroughput'],
    );
  }

  const shared = { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 11 };
  const of = (MaxReadRequestUnits: number): object => ({ MaxReadRequestUnits });
  const own = (units: number): object => ({ ...shared, MaxReadRequestUnits: units });

  it('are merged, also those of indexes, and end with the value that all have', async () => {
    await RegionPair.played(
      async (pair) => {
        expect(await ceilings(pair)).toEqual([of(5), of(6), own(5), of(6)]);
        await pair.replica('Update', pair.two, ofIndex(7));
        expect(await ceilings(pair)).toEqual([of(5), of(7), own(5), of(7)]);
        await pair.replica('Update', pair.two, ceiling(10));
        expect(await ceilings(pair)).toEqual([undefined, of(7), shared, of(7)]);
        await pair.replica('Update', pair.two, ofIndex(20));
        expect(await ceilings(pair)).toEqual([undefined, undefined, shared, of(20)]);
        // What is no override follows the base.
        await pair.update(pair.one, { OnDemandThroughput: { MaxReadRequestUnits: 12 } });
        expect(await ceilings(pair)).toEqual([undefined, undefined, own(12), of(20)]);
      },
      { more, member: { ...ceiling(5), ...ofIndex(6) } },
    );
  });

  it('of units end like those of ceilings', async () => {
    const units = (ReadCapacityUnits: number): object => ({
      ProvisionedThroughputOverride: { ReadCapacityUnits },
    });
    const bought = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
    await RegionPair.played(async (pair) => {
      await pair.update(pair.one, {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: bought,
      });
      await pair.pause(10_000);
      const readsThere = async (): Promise<unknown> => {
        await pair.pause(10_000);
        return (await pair.tableIn(pair.two))['ProvisionedThroughput'];
      };
      await pair.replica('Update', pair.two, units(7));
      expect(await readsThere()).toMatchObject({ ...bought, ReadCapacityUnits: 7 });
      expect(await replicaAt(pair, pair.one)).toMatchObject(units(7));
      await pair.replica('Update', pair.two, units(5));
      expect(await readsThere()).toMatchObject(bought);
      expect(await replicaAt(pair, pair.one)).not.toHaveProperty('ProvisionedThroughputOverride');
      await pair.update(pair.one, {
        ProvisionedThroughput: { ...bought, ReadCapacityUnits: 6 },
      });
      expect(await readsThere()).toMatchObject({ ...bought, ReadCapacityUnits: 6 });
    });
  });

  it('stay what they are beside a change of what all share, made there', async () => {
    await RegionPair.played(
      async (pair) => {
        await pair.update(pair.two, { OnDemandThroughput: { MaxWriteRequestUnits: 30 } });
        await pair.pause(10_000);
        expect(await pair.tableIn(pair.one)).toMatchObject({
          OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 30 },
          GlobalSecondaryIndexes: [{ OnDemandThroughput: of(20) }],
        });
        const there = { MaxReadRequestUnits: 5, MaxWriteRequestUnits: 30 };
        expect(await ceilings(pair)).toEqual([of(5), of(6), there, of(6)]);
      },
      { more, member: { ...ceiling(5), ...ofIndex(6) } },
    );
  });

  it('wait for the mode that they are of, and end where the reads are changed in their Region', async () => {
    const units = { ReadCapacityUnits: 4, WriteCapacityUnits: 6 };
    const bought = async (pair: RegionPair): Promise<readonly unknown[]> => {
      await pair.pause(10_000);
      const tables = await Promise.all([pair.one, pair.two].map((each) => pair.tableIn(each)));
      return tables.map(
        ({ ProvisionedThroughput: throughput }) =>
          (throughput as typeof units | undefined)?.ReadCapacityUnits,
      );
    };
    const play = async (pair: RegionPair): Promise<void> => {
      expect(await bought(pair)).toEqual([0, 0]);
      await pair.update(pair.one, { BillingMode: 'PROVISIONED', ProvisionedThroughput: units });
      expect(await bought(pair)).toEqual([4, 77]);
      await pair.update(pair.two, { BillingMode: 'PAY_PER_REQUEST' });
      expect(await bought(pair)).toEqual([0, 0]);
      await pair.update(pair.two, { BillingMode: 'PROVISIONED', ProvisionedThroughput: units });
      expect(await bought(pair)).toEqual([4, 4]);
      expect(await replicaAt(pair, pair.one)).not.toHaveProperty('ProvisionedThroughputOverride');
    };
    await RegionPair.played(play, {
      member: { ProvisionedThroughputOverride: { ReadCapacityUnits: 77 } },
    });
  });

  it('of an index end where its ceilings are changed in their Region', async () => {
    const play = async (pair: RegionPair): Promise<void> => {
      const Update = { IndexName: 'byText', OnDemandThroughput: of(9) };
      await pair.update(pair.two, { GlobalSecondaryIndexUpdates: [{ Update }] });
      expect(await ceilings(pair)).toEqual([of(5), undefined, own(5), of(9)]);
      await pair.update(pair.two, { OnDemandThroughput: of(13) });
      expect(await ceilings(pair)).toEqual([undefined, undefined, own(13), of(9)]);
      expect(await pair.tableIn(pair.one)).toMatchObject({ OnDemandThroughput: own(13) });
    };
    await RegionPair.played(play, { more, member: { ...ceiling(5), ...ofIndex(6) } });
  });

  it('end with -1, are 1 at least, and are ignored of indexes that are not there', async () => {
    await RegionPair.played(
      async (pair) => {
        expect(await ceilings(pair)).toEqual([of(5), undefined, own(5), of(20)]);
        await pair.replica('Update', pair.two, ceiling(-1));
        expect(await ceilings(pair)).toEqual([undefined, undefined, shared, of(20)]);
        await expect(pair.replica('Update', pair.two, ceiling(0))).rejects.toThrow(
          `${INVALID}Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range`,
        );
        await expect(pair.replica('Update', pair.two, ofIndex(-2))).rejects.toThrow(
          'for OnDemandThroughput for index : byText is outside of valid range',
        );
      },
      { more, member: { ...ceiling(5), ...ofIndex(6, 'nope') } },
    );
  });
});

describe('keys', () => {
  const EACH = `${INVALID}KMSMasterKeyId must be specified for each replica.`;
  const ALIKE = `${INVALID}All replica keys must either be Customer Managed CMK or AWS Managed CMK.`;
  const THERE = 'arn:aws:kms:us-east-1:000000000001:key/';
  const encrypted = (KMSMasterKeyId?: string): object => ({
    SSESpecification: {
      Enabled: true,
      ...(KMSMasterKeyId === undefined ? {} : { SSEType: 'KMS', KMSMasterKeyId }),
    },
  });
  const keyOf = async (pair: RegionPair, region: SimulatedRegion): Promise<string | undefined> => {
    const { SSEDescription } = await pair.tableIn(region);
    return (SSEDescription as { KMSMasterKeyArn?: string } | undefined)?.KMSMasterKeyArn;
  };
  const refuses = async (more: object, asks: Readonly<Record<string, string>>): Promise<void> => {
    const pair = new RegionPair();
    const play = async (): Promise<void> => {
      await pair.begin(more);
      for (const [KMSMasterKeyId, message] of Object.entries(asks)) {
        const member = KMSMasterKeyId === '' ? {} : { KMSMasterKeyId };
        await expect(pair.join(member)).rejects.toThrow(message);
      }
      expect(await pair.tableIn(pair.one)).not.toHaveProperty('Replicas');
    };
    await pair.world.until(play(), 1e9);
  };

  it('of a customer are named for each replica, and of its Region', async () => {
    await refuses(encrypted('k-1'), {
      '': EACH,
      'alias/aws/dynamodb': ALIKE,
      'arn:aws:kms:eu-west-1:000000000001:key/k-1':
        'KMS validation error for region us-east-1: com.amazonaws.services.kms.model.NotFoundException: Invalid arn eu-west-1',
    });
  });

  it('that AWS manages stand by themselves, and not beside those of customers', async () => {
    await refuses(encrypted(), { 'k-2': ALIKE });
    await RegionPair.played(
      async (pair) => {
        expect(await replicaAt(pair, pair.one)).not.toHaveProperty('KMSMasterKeyId');
        expect(await keyOf(pair, pair.two)).toMatch(
          /^arn:aws:kms:us-east-1:\d+:key\/[0-9a-f-]{36}$/,
        );
      },
      { more: encrypted() },
    );
  });

  it('are none for a table on the key that AWS owns', async () => {
    await refuses(
      {},
      {
        'k-2': `${INVALID}KMSMasterKeyId can not be specified for a table without KMS encryption`,
        'alias/aws/dynamodb': INVALID,
      },
    );
  });

  it.each([
    ['k-2', `${THERE}k-2`],
    [`${THERE}k-3`, `${THERE}k-3`],
    [
      'alias/there',
      expect.stringMatching(/^arn:aws:kms:us-east-1:\d+:key\/[0-9a-f-]{36}$/) as unknown,
    ],
  ])('named %s become their ARN, and no update changes them', async (KMSMasterKeyId, arn) => {
    await RegionPair.played(
      async (pair) => {
        expect(await keyOf(pair, pair.two)).toEqual(arn);
        expect(await replicaAt(pair, pair.one)).toMatchObject({ KMSMasterKeyId: arn });
        expect(await replicaAt(pair, pair.two)).toMatchObject({
          KMSMasterKeyId: 'arn:aws:kms:eu-west-1:000000000001:key/k-1',
        });
        for (const key of ['k-4', KMSMasterKeyId]) {
          const update = pair.replica('Update', pair.two, { KMSMasterKeyId: key });
          await expect(update).rejects.toThrow(EACH);
        }
      },
      { more: encrypted('k-1'), member: { KMSMasterKeyId } },
    );
  });

  it('are each Region’s own, whether there is one all share', async () => {
    await RegionPair.played(async (pair) => {
      await pair.update(pair.one, encrypted('k-1'));
      await pair.pause(10_000);
      expect(await keyOf(pair, pair.two)).toMatch(/^arn:aws:kms:us-east-1:\d+:key\/[0-9a-f-]{36}$/);
      await pair.update(pair.two, encrypted('k-2'));
      await pair.pause(10_000);
      expect(await replicaAt(pair, pair.one)).toMatchObject({ KMSMasterKeyId: `${THERE}k-2` });
      await pair.update(pair.one, { OnDemandThroughput: { MaxReadRequestUnits: 9 } });
      await pair.pause(10_000);
      expect(await keyOf(pair, pair.two)).toBe(`${THERE}k-2`);
      expect(await keyOf(pair, pair.one)).toContain('key/k-1');
      await pair.update(pair.two, { SSESpecification: { Enabled: false } });
      await pair.pause(10_000);
      expect(await keyOf(pair, pair.one)).toBeUndefined();
      expect(await replicaAt(pair, pair.one)).not.toHaveProperty('KMSMasterKeyId');
      expect(await replicaAt(pair, pair.two)).not.toHaveProperty('KMSMasterKeyId');
    });
  });
});
