import {
  CreateTableCommand,
  DescribeTableCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { VALIDATION } from '../messages.ts';
import { rawRefusal, refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';

type Mode = 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_OVERRIDES';

let TableName: string;

beforeEach(async () => {
  TableName = await freshTable();
});

async function update(members: object): Promise<TableDescription | undefined> {
  const request = new UpdateTableCommand({ TableName, ...members });
  return (await client.send(request)).TableDescription;
}
const settle = (GlobalTableSettingsReplicationMode: Mode): Promise<TableDescription | undefined> =>
  update({ GlobalTableSettingsReplicationMode });
const replica = (action: 'Create' | 'Delete'): Promise<unknown> =>
  update({ ReplicaUpdates: [{ [action]: { RegionName: 'us-east-1' } }] });

async function modeOf(name: string): Promise<unknown> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  return Table?.GlobalTableSettingsReplicationMode;
}

const refusedMode = (mode: Mode, rule: string): string =>
  `${VALIDATION}Value '${mode}' at 'GlobalTableSettingsReplicationMode' failed to satisfy constraint: ${rule}`;
const REGIONAL = refusedMode(
  'ENABLED_WITH_OVERRIDES',
  'Only ENABLED and DISABLED settings replication are supported for a Regional Table.',
);

describe('the replication of settings of a table in one Region (api-surface.md sections 5 and 9)', () => {
  it('is not told at first [ack]', async () => {
    expect(await modeOf(TableName)).toBeUndefined();
  });
  it.each(['ENABLED', 'DISABLED'] as const)('is %s from then on [ack]', async (mode) => {
    expect(await settle(mode)).toMatchObject({
      TableStatus: 'ACTIVE',
      GlobalTableSettingsReplicationMode: mode,
    });
    expect(await modeOf(TableName)).toBe(mode);
  });
  it('may be asked for twice, and changed [ack]', async () => {
    for (const mode of ['ENABLED', 'ENABLED', 'DISABLED', 'DISABLED', 'ENABLED'] as const) {
      await settle(mode);
      expect(await modeOf(TableName)).toBe(mode);
    }
  });
  it('has no overrides [ack]', async () => {
    await settle('DISABLED');
    expect(await refusalOf(settle('ENABLED_WITH_OVERRIDES'))).toBe(REGIONAL);
    expect(await modeOf(TableName)).toBe('DISABLED');
  });
});

describe('the replication of settings in CreateTable (unconfirmed)', () => {
  const input = {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' as const }],
    BillingMode: 'PAY_PER_REQUEST' as const,
  };
  it.each(['ENABLED', 'DISABLED'] as const)('may be %s', async (mode) => {
    const made = await freshTable({ GlobalTableSettingsReplicationMode: mode });
    expect(await modeOf(made)).toBe(mode);
  });
  it('has no overrides', async () => {
    const request = new CreateTableCommand({
      ...input,
      TableName: 'with_overrides',
      GlobalTableSettingsReplicationMode: 'ENABLED_WITH_OVERRIDES',
    });
    expect(await refusalOf(client.send(request))).toBe(REGIONAL);
    expect(await refusalOf(modeOf('with_overrides'))).toContain('ResourceNotFoundException');
  });
  it('is not there with a source in another account, as that is not', async () => {
    const GlobalTableSourceArn = 'arn:aws:dynamodb:us-east-1:000000000002:table/some_table';
    const body = { ...input, TableName: 'of_two', GlobalTableSourceArn };
    expect(await rawRefusal('CreateTable', body)).toBe(
      `${VALIDATION}GlobalTableSourceArn is not supported by this version of hashrange yet`,
    );
  });
});

describe('the replication of settings of a table with replicas (api-surface.md section 5d)', () => {
  it('has overrides [ack], whatever it was, and is that again when they are gone', async () => {
    await settle('DISABLED');
    await replica('Create');
    expect(await modeOf(TableName)).toBe('ENABLED_WITH_OVERRIDES');
    await replica('Delete');
    expect(await modeOf(TableName)).toBe('DISABLED');
  });
  it('stays so (unconfirmed)', async () => {
    await replica('Create');
    await settle('ENABLED_WITH_OVERRIDES');
    for (const mode of ['ENABLED', 'DISABLED'] as const) {
      expect(await refusalOf(settle(mode))).toBe(
        refusedMode(
          mode,
          'Only ENABLED_WITH_OVERRIDES settings replication is supported for a Global Table.',
        ),
      );
    }
    expect(await modeOf(TableName)).toBe('ENABLED_WITH_OVERRIDES');
  });
});
