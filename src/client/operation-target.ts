/** Operations of the API of streams, which is another than that of tables. */
const STREAM_OPERATIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

/** The `X-Amz-Target` of an operation by its name: one with a dot in it is a target already. */
export function targetOf(operation: string): string {
  if (operation.includes('.')) return operation;
  const api = STREAM_OPERATIONS.includes(operation) ? 'DynamoDBStreams' : 'DynamoDB';
  return `${api}_20120810.${operation}`;
}
