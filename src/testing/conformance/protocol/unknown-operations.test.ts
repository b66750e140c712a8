import { describe, expect, it } from 'vitest';
import { database, rawText } from '../region.ts';

const UNKNOWN = '{"__type":"com.amazon.coral.service#UnknownOperationException"}';

async function answerOf(target: string, body = '{}'): Promise<readonly [number, string]> {
  const answer = await database.request(target, body);
  return [answer.status, answer.body];
}

describe('an unknown operation (api-surface.md section 1 [emul])', () => {
  it.each([
    ['', 'no target'],
    ['ListTables', 'a name without a version'],
    ['DynamoDB_20111205.ListTables', 'an older version'],
    ['dynamodb_20120810.ListTables', 'another case of the version'],
    ['DynamoDB_20120810.listTables', 'another case of the name'],
    ['DynamoDB_20120810.', 'no name'],
    ['DynamoDB_20120810.Nothing', 'a name that nothing has'],
    ['DynamoDB_20120810.constructor', 'a name that objects have'],
    ['DynamoDBStreams_20120810.ListTables', 'an operation of the other API'],
  ])('has the target "%s": %s', async (target) => {
    expect(await answerOf(target)).toEqual([400, UNKNOWN]);
  });
  it('is told before its body is read (validation.md section 2)', async () => {
    expect(await answerOf('DynamoDB_20120810.Nothing', '{')).toEqual([400, UNKNOWN]);
  });
});

/** An operation goes from this list when it comes. */
const NOT_YET = [
  'CreateBackup',
  'DeleteBackup',
  'DescribeExport',
  'DescribeImport',
  'DescribeKinesisStreamingDestination',
  'ExportTableToPointInTime',
  'ImportTable',
  'ListBackups',
  'ListExports',
  'ListImports',
  'RestoreTableFromBackup',
  'RestoreTableToPointInTime',
  'SearchVectors',
  'UpdateContinuousBackups',
  'UpdateTableReplicaAutoScaling',
];

describe('operations of later versions are unknown ones, so that clients can tell', () => {
  it.each(NOT_YET)('%s', async (operation) => {
    const { status, text } = await rawText(operation, { TableName: 'some_table' });
    expect([status, text]).toEqual([400, UNKNOWN]);
  });
});
