import { RegionInTime } from '../region-in-time.ts';
import { readStream } from '../streams/stream-reading.ts';

export const TableName = 'music';
export const KEY = [{ AttributeName: 'pk', KeyType: 'HASH' }];

/** A table with a stream of one shard. */
export async function streamed(): Promise<{ readonly region: RegionInTime; readonly arn: string }> {
  const region = await RegionInTime.open();
  const { TableDescription } = await region.call<{
    TableDescription: { LatestStreamArn: string };
  }>('CreateTable', {
    TableName,
    KeySchema: KEY,
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  return { region, arn: TableDescription.LatestStreamArn };
}

export const put = (region: RegionInTime, name: string): Promise<unknown> =>
  region.call('PutItem', { TableName, Item: { pk: { S: name } } });

export const names = async (records: ReturnType<typeof readStream>): Promise<readonly unknown[]> =>
  (await records).map(({ dynamodb }) => dynamodb.Keys['pk']?.S);
