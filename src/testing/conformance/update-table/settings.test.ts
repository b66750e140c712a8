import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { INVALID_PARAMETER, tableNotFound, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';
import { described, updated } from '../tables.ts';

let TableName: string;

beforeEach(async () => {
  TableName = await freshTable();
});

const update = (members: object): Promise<TableDescription> => updated(TableName, members);

const describeTable = (): Promise<TableDescription> => described(TableName);

const refused = (members: object): Promise<string> =>
  refusalOf(client.send(new UpdateTableCommand({ TableName, ...members })));

describe('deletion protection (api-surface.md sections 3 and 5)', () => {
  it('is switched on', async () => {
    await update({ DeletionProtectionEnabled: true });
    expect((await describeTable()).DeletionProtectionEnabled).toBe(true);
  });
  it('is switched off again', async () => {
    await update({ DeletionProtectionEnabled: true });
    await update({ DeletionProtectionEnabled: false });
    expect((await describeTable()).DeletionProtectionEnabled).toBe(false);
  });
  it('may be asked to stay as it is', async () => {
    const answer = await update({ DeletionProtectionEnabled: false });
    expect(answer.DeletionProtectionEnabled).toBe(false);
  });
  it('does not pass through UPDATING (unconfirmed)', async () => {
    const answer = await update({ DeletionProtectionEnabled: true });
    expect([answer.TableStatus, answer.DeletionProtectionEnabled]).toEqual(['ACTIVE', true]);
  });
});

describe('the class of a table (api-surface.md section 5)', () => {
  const RARE = 'STANDARD_INFREQUENT_ACCESS';

  it('changes, and tells when', async () => {
    await update({ TableClass: RARE });
    expect((await describeTable()).TableClassSummary).toEqual({
      TableClass: RARE,
      LastUpdateDateTime: expect.any(Date) as Date,
    });
  });
  it('is the old one in the answer, while the table is UPDATING', async () => {
    const answer = await update({ TableClass: RARE });
    expect([answer.TableStatus, answer.TableClassSummary]).toEqual(['UPDATING', undefined]);
  });
  it('changes twice in 30 days (unconfirmed)', async () => {
    await update({ TableClass: RARE });
    await update({ TableClass: 'STANDARD' });
    expect(await refused({ TableClass: RARE })).toBe(
      'LimitExceededException: Subscriber limit exceeded: ' +
        'Updates to TableClass are limited to 2 times in 30 day(s).',
    );
    // What would be no change is refused alike.
    expect(await refused({ TableClass: 'STANDARD' })).toContain('limited to 2 times');
  });
  it('may be named again', async () => {
    await update({ TableClass: RARE });
    const before = (await describeTable()).TableClassSummary;
    await update({ TableClass: RARE });
    expect((await describeTable()).TableClassSummary).toEqual(before);
  });
  it('is one of two', async () => {
    expect(await refused({ TableClass: 'CHEAP' })).toBe(
      `${VALIDATION}Invalid table-class parameter provided. Please try again with a valid table-class value: ` +
        '[STANDARD, STANDARD_INFREQUENT_ACCESS].',
    );
  });
});

describe('on-demand ceilings (api-surface.md section 4, OnDemandThroughput)', () => {
  beforeEach(async () => {
    await update({ OnDemandThroughput: { MaxReadRequestUnits: 20, MaxWriteRequestUnits: 15 } });
  });

  it('change one by one', async () => {
    await update({ OnDemandThroughput: { MaxWriteRequestUnits: 16 } });
    expect((await describeTable()).OnDemandThroughput).toEqual({
      MaxReadRequestUnits: 20,
      MaxWriteRequestUnits: 16,
    });
  });
  it('are taken away by -1', async () => {
    await update({ OnDemandThroughput: { MaxReadRequestUnits: -1 } });
    expect((await describeTable()).OnDemandThroughput).toEqual({ MaxWriteRequestUnits: 15 });
  });
  it('are gone when both are', async () => {
    await update({ OnDemandThroughput: { MaxReadRequestUnits: -1, MaxWriteRequestUnits: -1 } });
    expect((await describeTable()).OnDemandThroughput).toBeUndefined();
  });
  it.each([0, -2])('are at least 1, not %d', async (MaxWriteRequestUnits) => {
    expect(await refused({ OnDemandThroughput: { MaxWriteRequestUnits } })).toBe(
      `${INVALID_PARAMETER}Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside of valid range`,
    );
  });
  it('are for on-demand tables', async () => {
    TableName = await freshTable({
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    });
    expect(await refused({ OnDemandThroughput: { MaxReadRequestUnits: 5 } })).toBe(
      `${INVALID_PARAMETER}MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table ` +
        'BillingMode is PROVISIONED',
    );
  });
});

describe('warm throughput (api-surface.md section 5)', () => {
  it('is raised', async () => {
    await update({ WarmThroughput: { WriteUnitsPerSecond: 4001 } });
    expect((await describeTable()).WarmThroughput).toEqual({
      ReadUnitsPerSecond: 12_000,
      WriteUnitsPerSecond: 4001,
      Status: 'ACTIVE',
    });
  });
  it('is UPDATING in the answer', async () => {
    const answer = await update({ WarmThroughput: { WriteUnitsPerSecond: 4001 } });
    expect(answer.WarmThroughput?.Status).toBe('UPDATING');
  });
  it('is 40,000 at most (capacity.md section 4)', async () => {
    expect(await refused({ WarmThroughput: { ReadUnitsPerSecond: 40_001 } })).toBe(
      'LimitExceededException: Subscriber limit exceeded: Requested ReadUnitsPerSecond for ' +
        'WarmThroughput for table exceeds TableMaxReadCapacityUnits of the account in region eu-west-2',
    );
  });
  it('is not lowered', async () => {
    await update({ WarmThroughput: { ReadUnitsPerSecond: 13_000 } });
    expect(await refused({ WarmThroughput: { ReadUnitsPerSecond: 12_999 } })).toBe(
      `${INVALID_PARAMETER}Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current ` +
        'WarmThroughput, decreasing WarmThroughput is not supported',
    );
  });
});

describe('encryption (api-surface.md section 3, SSE)', () => {
  it('changes to a key that AWS manages', async () => {
    await update({ SSESpecification: { Enabled: true } });
    expect((await describeTable()).SSEDescription).toMatchObject({
      Status: 'ENABLED',
      SSEType: 'KMS',
    });
  });
  it('changes back to the key that AWS owns, which nobody mentions [suite]', async () => {
    await update({ SSESpecification: { Enabled: true } });
    await update({ SSESpecification: { Enabled: false } });
    expect((await describeTable()).SSEDescription).toBeUndefined();
  });
  it('changes to another key', async () => {
    await update({ SSESpecification: { Enabled: true } });
    const KMSMasterKeyId = 'arn:aws:kms:eu-west-2:000000000001:key/k-2';
    await update({ SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId } });
    expect((await describeTable()).SSEDescription?.KMSMasterKeyArn).toBe(KMSMasterKeyId);
  });
  it('cannot be what it is by default', async () => {
    expect(await refused({ SSESpecification: { Enabled: false } })).toBe(
      `${INVALID_PARAMETER}Table is already encrypted by default`,
    );
  });
  it('cannot be with the key that it is with', async () => {
    const KMSMasterKeyId = 'arn:aws:kms:eu-west-2:000000000001:key/k-2';
    const SSESpecification = { Enabled: true, SSEType: 'KMS', KMSMasterKeyId };
    await update({ SSESpecification });
    expect(await refused({ SSESpecification })).toBe(
      `${INVALID_PARAMETER}Table is already encrypted with given KMSMasterKeyId. ` +
        'Use KMSMasterKeyId parameter if you want to change Master Key',
    );
  });
});

describe('what one call may ask for (api-surface.md section 5 [model, local, emul])', () => {
  const THROUGHPUT = { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } };

  it('is something', async () => {
    expect(await refused({})).toBe(
      VALIDATION +
        'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, ' +
        'SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, ' +
        'DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
    );
  });
  it('is more than definitions of attributes', async () => {
    const AttributeDefinitions = [{ AttributeName: 'x', AttributeType: 'S' }];
    expect(await refused({ AttributeDefinitions })).toContain('At least one of');
  });
  it.each([
    ['Server-Side Encryption modification', { SSESpecification: { Enabled: true } }],
    ['TableClass modification', { TableClass: 'STANDARD' }],
    ['DeletionProtection modification', { DeletionProtectionEnabled: true }],
    ['WarmThroughput', { WarmThroughput: { ReadUnitsPerSecond: 13_000 } }],
    [
      'GlobalTableSettingsReplicationMode modification',
      { GlobalTableSettingsReplicationMode: 'ENABLED' },
    ],
  ])('is %s alone', async (name, members) => {
    expect(await refused({ ...THROUGHPUT, ...members })).toBe(
      `${INVALID_PARAMETER}${name} must be the only operation in the request`,
    );
  });
  it('is replicas alone', async () => {
    const ReplicaUpdates = [{ Create: { RegionName: 'us-east-1' } }];
    expect(await refused({ ...THROUGHPUT, ReplicaUpdates })).toBe(
      `${INVALID_PARAMETER}Replica modification must be the only operation in the request`,
    );
    expect(await refused({ ...THROUGHPUT, ReplicaUpdates, MultiRegionConsistency: 'STRONG' })).toBe(
      `${INVALID_PARAMETER}Requests that modify replicas or witnesses must not also modify other fields`,
    );
  });
  it('is no index that comes or goes beside units or a stream', async () => {
    const GlobalSecondaryIndexUpdates = [{ Delete: { IndexName: 'any' } }];
    for (const members of [THROUGHPUT, { ...THROUGHPUT, BillingMode: 'PROVISIONED' }]) {
      expect(await refused({ ...members, GlobalSecondaryIndexUpdates })).toBe(
        `${INVALID_PARAMETER}You cannot create or delete index while updating table IOPS`,
      );
    }
  });
  it('is no new index beside warm throughput', async () => {
    const WarmThroughput = { ReadUnitsPerSecond: 13_000 };
    const Create = {
      IndexName: 'new',
      KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    };
    expect(await refused({ WarmThroughput, GlobalSecondaryIndexUpdates: [{ Create }] })).toBe(
      `${INVALID_PARAMETER}Create global secondary index cannot be specified when updating WarmThroughput`,
    );
  });
  it('is ceilings with a billing mode and nothing else', async () => {
    expect(await refused({ OnDemandThroughput: { MaxReadRequestUnits: 5 }, ...THROUGHPUT })).toBe(
      `${INVALID_PARAMETER}OnDemandThroughput can only be combined with BillingMode in an UpdateTable request`,
    );
  });
  it('is either a stream or units', async () => {
    expect(await refused({ ...THROUGHPUT, StreamSpecification: { StreamEnabled: false } })).toBe(
      `${INVALID_PARAMETER}You cannot modify stream status while updating table IOPS`,
    );
  });
  it('is to disable a stream only where there is one', async () => {
    expect(await refused({ StreamSpecification: { StreamEnabled: false } })).toBe(
      `${VALIDATION}Table has no stream to disable: TableName: ${TableName}`,
    );
  });
  it('is a stream with a view type', async () => {
    expect(await refused({ StreamSpecification: { StreamEnabled: true } })).toBe(
      `${INVALID_PARAMETER}If stream is being enabled then UpdateViewType is required`,
    );
  });
  it('is the end of a stream without a view type', async () => {
    const StreamSpecification = { StreamEnabled: false, StreamViewType: 'NEW_IMAGE' };
    expect(await refused({ StreamSpecification })).toBe(
      `${INVALID_PARAMETER}If stream is being disabled, then UpdateViewType must not be specified`,
    );
  });
});

describe('the table that is changed (api-surface.md section 1)', () => {
  it('may be named by its ARN [model]', async () => {
    const { TableArn } = await describeTable();
    const answer = await update({ TableName: TableArn, DeletionProtectionEnabled: true });
    expect(answer.TableName).toBe(TableName);
  });
  it('must be there [suite]', async () => {
    expect(await refused({ TableName: 'nowhere', DeletionProtectionEnabled: true })).toBe(
      tableNotFound('nowhere'),
    );
  });
  it('is of this account [section 1]', async () => {
    const foreign = 'arn:aws:dynamodb:eu-west-2:000000000000:table/theirs';
    expect(await refused({ TableName: foreign, DeletionProtectionEnabled: true })).toBe(
      'AccessDeniedException: Access is denied',
    );
  });
});
