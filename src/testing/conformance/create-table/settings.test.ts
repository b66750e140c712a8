import {
  CreateTableCommand,
  DescribeTableCommand,
  GetResourcePolicyCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { INVALID_PARAMETER, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';

async function described(members: object): Promise<TableDescription> {
  const TableName = await freshTable(members);
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table === undefined) throw new Error('no Table');
  return Table;
}

const refused = (members: object): Promise<string> =>
  refusalOf(
    client.send(
      new CreateTableCommand({
        TableName: 'refused',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        ...members,
      }),
    ),
  );

const PROVISIONED = {
  BillingMode: 'PROVISIONED',
  ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 4 },
} as const;

describe('encryption (api-surface.md section 4, SSE)', () => {
  it('by default is with a key that AWS manages [suite]', async () => {
    const { SSEDescription } = await described({ SSESpecification: { Enabled: true } });
    expect(SSEDescription).toEqual({
      Status: 'ENABLED',
      SSEType: 'KMS',
      KMSMasterKeyArn: expect.stringMatching(
        /^arn:aws:kms:eu-west-2:\d{12}:key\/[0-9a-f-]{36}$/,
      ) as unknown,
    });
  });
  it('may be with a key that is named by its ARN', async () => {
    const KMSMasterKeyId = 'arn:aws:kms:eu-west-2:000000000001:key/k-1';
    const SSESpecification = { Enabled: true, SSEType: 'KMS', KMSMasterKeyId };
    const { SSEDescription } = await described({ SSESpecification });
    expect(SSEDescription?.KMSMasterKeyArn).toBe(KMSMasterKeyId);
  });
  it('turned off is the key that AWS owns, which nobody mentions', async () => {
    const { SSEDescription } = await described({ SSESpecification: { Enabled: false } });
    expect(SSEDescription).toBeUndefined();
  });
  it('has no type when it is off', async () => {
    expect(await refused({ SSESpecification: { Enabled: false, SSEType: 'KMS' } })).toBe(
      `${INVALID_PARAMETER}SSEType can not be specified if Enabled is false`,
    );
  });
  it('has no key when it is off', async () => {
    expect(await refused({ SSESpecification: { KMSMasterKeyId: 'alias/mine' } })).toBe(
      `${INVALID_PARAMETER}KMSMasterKeyId can not be specified if Enabled is false`,
    );
  });
  it('with a named key wants its type', async () => {
    expect(await refused({ SSESpecification: { Enabled: true, KMSMasterKeyId: 'k' } })).toBe(
      `${INVALID_PARAMETER}SSEType KMS is required if KMSMasterKeyId is specified`,
    );
  });
  it('by AES256 is there no more', async () => {
    expect(await refused({ SSESpecification: { Enabled: true, SSEType: 'AES256' } })).toBe(
      `${INVALID_PARAMETER}SSEType AES256 is not supported`,
    );
  });
});

describe('the class of a table (api-surface.md section 4, TableClass)', () => {
  it('is told once it was named', async () => {
    const { TableClassSummary } = await described({ TableClass: 'STANDARD_INFREQUENT_ACCESS' });
    expect(TableClassSummary).toEqual({ TableClass: 'STANDARD_INFREQUENT_ACCESS' });
  });
  it('may be for infrequent access on a provisioned table (semantics.md section 14)', async () => {
    const { TableClassSummary } = await described({
      ...PROVISIONED,
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
    });
    expect(TableClassSummary?.TableClass).toBe('STANDARD_INFREQUENT_ACCESS');
  });
  it('is one of two', async () => {
    expect(await refused({ TableClass: 'CHEAP' })).toBe(
      `${VALIDATION}Invalid table-class parameter provided. Please try again with a valid table-class value: ` +
        '[STANDARD, STANDARD_INFREQUENT_ACCESS].',
    );
  });
});

describe('on-demand ceilings (api-surface.md section 4, OnDemandThroughput)', () => {
  it('are told as they were given', async () => {
    const OnDemandThroughput = { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 1 };
    expect((await described({ OnDemandThroughput })).OnDemandThroughput).toEqual(
      OnDemandThroughput,
    );
  });
  it('may be of writes alone', async () => {
    const OnDemandThroughput = { MaxWriteRequestUnits: 5 };
    expect((await described({ OnDemandThroughput })).OnDemandThroughput).toEqual(
      OnDemandThroughput,
    );
  });
  it('without members are none [emul]', async () => {
    expect((await described({ OnDemandThroughput: {} })).OnDemandThroughput).toBeUndefined();
  });
  it.each([0, -1])('are at least 1, not %d', async (MaxReadRequestUnits) => {
    expect(await refused({ OnDemandThroughput: { MaxReadRequestUnits } })).toBe(
      `${INVALID_PARAMETER}Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range`,
    );
  });
  it('are for on-demand tables', async () => {
    const OnDemandThroughput = { MaxWriteRequestUnits: 5 };
    expect(await refused({ ...PROVISIONED, OnDemandThroughput })).toBe(
      `${INVALID_PARAMETER}MaxWriteRequestUnits for OnDemandThroughput cannot be specified when table ` +
        'BillingMode is PROVISIONED.',
    );
  });
});

describe('warm throughput (api-surface.md sections 4 and 5, WarmThroughput)', () => {
  it('may be more than a new table has', async () => {
    const { WarmThroughput } = await described({ WarmThroughput: { ReadUnitsPerSecond: 20_000 } });
    expect(WarmThroughput).toEqual({
      ReadUnitsPerSecond: 20_000,
      WriteUnitsPerSecond: 4_000,
      Status: 'ACTIVE',
    });
  });
  it('may be more than the units of a provisioned table', async () => {
    const WarmThroughput = { ReadUnitsPerSecond: 9, WriteUnitsPerSecond: 9 };
    expect((await described({ ...PROVISIONED, WarmThroughput })).WarmThroughput).toMatchObject(
      WarmThroughput,
    );
  });
  it('may not be less than a new on-demand table has', async () => {
    expect(await refused({ WarmThroughput: { ReadUnitsPerSecond: 11_999 } })).toBe(
      `${INVALID_PARAMETER}Requested ReadUnitsPerSecond for WarmThroughput for table is lower than initial ` +
        'throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/' +
        'developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial',
    );
  });
  it('may not be less than the units of a provisioned table', async () => {
    expect(await refused({ ...PROVISIONED, WarmThroughput: { WriteUnitsPerSecond: 3 } })).toBe(
      `${INVALID_PARAMETER}Requested WriteUnitsPerSecond for WarmThroughput for table is lower than ` +
        'WriteCapacityUnits of ProvisionedThroughput',
    );
  });
});

describe('what one table may have (capacity.md section 4; DescribeLimits)', () => {
  const units = (ReadCapacityUnits: number, WriteCapacityUnits: number): object => ({
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits },
  });
  it('is 40,000 units of each kind', async () => {
    const { ProvisionedThroughput } = await described(units(40_000, 40_000));
    expect(ProvisionedThroughput).toMatchObject({
      ReadCapacityUnits: 40_000,
      WriteCapacityUnits: 40_000,
    });
  });
  it('is ceilings of 40,000', async () => {
    const OnDemandThroughput = { MaxReadRequestUnits: 40_000, MaxWriteRequestUnits: 40_000 };
    const table = await described({ OnDemandThroughput });
    expect(table.OnDemandThroughput).toEqual(OnDemandThroughput);
  });
  it.each([
    ['ReadCapacityUnits', units(40_001, 1)],
    ['WriteCapacityUnits', units(1, 40_001)],
  ])('is no more %s', async (name, members) => {
    expect(await refused(members)).toBe(
      `LimitExceededException: The requested ${name}, 40001, is above the per table maximum for the ` +
        'account in eu-west-2. Per table maximum: 40000. Refer to the Amazon DynamoDB Developer Guide ' +
        'for current limits and how to request higher limits.',
    );
  });
  it.each([
    ['MaxReadRequestUnits', 'OnDemandThroughput', 'Read'],
    ['MaxWriteRequestUnits', 'OnDemandThroughput', 'Write'],
    ['ReadUnitsPerSecond', 'WarmThroughput', 'Read'],
    ['WriteUnitsPerSecond', 'WarmThroughput', 'Write'],
  ])('is no more %s of %s', async (name, member, kind) => {
    expect(await refused({ [member]: { [name]: 40_001 } })).toBe(
      `LimitExceededException: Subscriber limit exceeded: Requested ${name} for ${member} for table ` +
        `exceeds TableMax${kind}CapacityUnits of the account in region eu-west-2`,
    );
  });
});

describe('other settings given at the create (api-surface.md section 4)', () => {
  it('protect the table from deletion', async () => {
    const { DeletionProtectionEnabled } = await described({ DeletionProtectionEnabled: true });
    expect(DeletionProtectionEnabled).toBe(true);
  });
  it('tag it', async () => {
    const Tags = [
      { Key: 'team', Value: 'blue' },
      { Key: 'empty', Value: '' },
    ];
    const { TableArn: ResourceArn } = await described({ Tags });
    const answer = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
    expect(answer.Tags).toEqual(Tags);
  });
  it('give it no tags by an empty list', async () => {
    const { TableArn: ResourceArn } = await described({ Tags: [] });
    const answer = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
    expect(answer.Tags).toEqual([]);
  });
  it('give it a policy, which is there at once [model]', async () => {
    const ResourcePolicy =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow",' +
      '"Principal":{"AWS":"arn:aws:iam::000000000001:root"},"Action":"dynamodb:GetItem","Resource":"*"}]}';
    const { TableArn: ResourceArn } = await described({ ResourcePolicy });
    const answer = await client.send(new GetResourcePolicyCommand({ ResourceArn }));
    expect(answer.Policy).toBe(ResourcePolicy);
  });
  it('create no table with a policy that is none', async () => {
    expect(await refused({ ResourcePolicy: '{' })).toBe(
      `${INVALID_PARAMETER}Invalid policy document: This policy contains invalid Json`,
    );
  });
  it('leave a stream that is off unmentioned', async () => {
    const table = await described({ StreamSpecification: { StreamEnabled: false } });
    expect(table.StreamSpecification).toBeUndefined();
  });
});

describe('tags given at the create (semantics.md section 14)', () => {
  it('have a key', async () => {
    expect(await refused({ Tags: [{ Value: 'v' }] })).toBe(
      `${VALIDATION}The Tag Key provided is invalid, Key: null`,
    );
  });
  it('are 50 at most', async () => {
    const Tags = Array.from({ length: 51 }, (_, i) => ({ Key: `k${String(i)}`, Value: '' }));
    expect(await refused({ Tags })).toBe(
      `${VALIDATION}Number of Tags exceed the current limit for the provided ResourceArn`,
    );
  });
});
