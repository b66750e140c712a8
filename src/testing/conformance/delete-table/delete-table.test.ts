import {
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { constraintFault, tableNotFound, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';

let TableName: string;

beforeEach(async () => {
  TableName = await freshTable();
});

async function remove(name = TableName): Promise<TableDescription> {
  const { TableDescription } = await client.send(new DeleteTableCommand({ TableName: name }));
  if (TableDescription === undefined) throw new Error('no TableDescription');
  return TableDescription;
}

describe('what DeleteTable answers (api-surface.md section 9, DeleteTable [suite])', () => {
  it('is the table, DELETING', async () => {
    const table = await remove();
    expect([table.TableName, table.TableStatus]).toEqual([TableName, 'DELETING']);
  });
  it('has the id and the ARN of the table', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const table = await remove();
    expect([table.TableId, table.TableArn]).toEqual([Table?.TableId, Table?.TableArn]);
  });
  it('counts what goes', async () => {
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'abc' } } }));
    const table = await remove();
    expect([table.ItemCount, table.TableSizeBytes]).toEqual([1, 5]);
  });
  it('has the units of the table', async () => {
    const { ProvisionedThroughput } = await remove();
    expect(ProvisionedThroughput).toEqual({
      NumberOfDecreasesToday: 0,
      ReadCapacityUnits: 0,
      WriteCapacityUnits: 0,
    });
  });
});

describe('a table that was deleted (api-surface.md section 3 [suite])', () => {
  it('is described no more', async () => {
    await remove();
    expect(await refusalOf(client.send(new DescribeTableCommand({ TableName })))).toBe(
      tableNotFound(TableName),
    );
  });
  it('is listed no more', async () => {
    await remove();
    const { TableNames } = await client.send(new ListTablesCommand());
    expect(TableNames).not.toContain(TableName);
  });
  it('is read no more', async () => {
    await remove();
    const request = new GetItemCommand({ TableName, Key: { pk: { S: 'a' } } });
    expect(await refusalOf(client.send(request))).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });
  it('is not deleted twice', async () => {
    await remove();
    expect(await refusalOf(remove())).toBe(tableNotFound(TableName));
  });
  it('leaves its name to another, which has none of its items', async () => {
    const name = 'reborn';
    await freshTable({ TableName: name });
    await client.send(new PutItemCommand({ TableName: name, Item: { pk: { S: 'a' } } }));
    await remove(name);
    await freshTable({ TableName: name });
    const { Item } = await client.send(
      new GetItemCommand({ TableName: name, Key: { pk: { S: 'a' } } }),
    );
    expect(Item).toBeUndefined();
  });
  it('leaves its name to another, which has none of its tags', async () => {
    await freshTable({ TableName: 'retagged', Tags: [{ Key: 'a', Value: 'b' }] });
    const { TableArn: ResourceArn } = await remove('retagged');
    await freshTable({ TableName: 'retagged' });
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
    expect(Tags).toEqual([]);
  });
});

describe('what DeleteTable refuses (api-surface.md section 9, DeleteTable)', () => {
  it('is a table that is protected [suite, local]', async () => {
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
    expect(await refusalOf(remove())).toBe(
      `${VALIDATION}Resource cannot be deleted as it is currently protected against deletion. ` +
        'Disable deletion protection first.',
    );
  });
  it('and nothing else is of such a table (semantics.md section 14)', async () => {
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
    const Item = { pk: { S: 'a' } };
    await client.send(new PutItemCommand({ TableName, Item }));
    await client.send(new DeleteItemCommand({ TableName, Key: Item }));
    await client.send(
      new UpdateTableCommand({
        TableName,
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
      }),
    );
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect([Table?.DeletionProtectionEnabled, Table?.ProvisionedThroughput]).toMatchObject([
      true,
      { ReadCapacityUnits: 1 },
    ]);
  });
  it('is nothing once the protection is gone', async () => {
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    expect((await remove()).TableStatus).toBe('DELETING');
  });
  it('is a table that is not there [suite]', async () => {
    expect(await refusalOf(remove('nowhere'))).toBe(tableNotFound('nowhere'));
  });
  it('is a name that no table can have', async () => {
    expect(await refusalOf(remove('a!b'))).toBe(
      constraintFault("'a!b'", 'tableName', 'satisfy regular expression pattern: [a-zA-Z0-9_.-]+'),
    );
  });
  it('is not the ARN of a table [model]', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect((await remove(Table?.TableArn)).TableName).toBe(TableName);
  });
});
