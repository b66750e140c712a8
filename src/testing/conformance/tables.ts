/** A table's description, as it stands and as a change answers it. */
import { DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { client } from './region.ts';

export async function updated(TableName: string, members: object): Promise<TableDescription> {
  const request = new UpdateTableCommand({ TableName, ...members });
  const { TableDescription } = await client.send(request);
  if (TableDescription === undefined) throw new Error('no TableDescription');
  return TableDescription;
}

export async function described(TableName: string): Promise<TableDescription> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table === undefined) throw new Error('no Table');
  return Table;
}
