/** How to ask for what comes after an answer: every operation has a token of its own. */
import { isObject, type JsonObject } from '../../../values/json-text.ts';

interface Token {
  /** Where the answer tells it; a path of members. */
  readonly from: readonly string[];
  /** The member of the next request. */
  readonly to: string;
}

const NEXT_TOKEN: Token = { from: ['NextToken'], to: 'NextToken' };
const LAST_KEY: Token = { from: ['LastEvaluatedKey'], to: 'ExclusiveStartKey' };

const TOKENS: ReadonlyMap<string, Token> = new Map<string, Token>([
  ['Query', LAST_KEY],
  ['Scan', LAST_KEY],
  ['BatchGetItem', { from: ['UnprocessedKeys'], to: 'RequestItems' }],
  ['BatchWriteItem', { from: ['UnprocessedItems'], to: 'RequestItems' }],
  ['ListTables', { from: ['LastEvaluatedTableName'], to: 'ExclusiveStartTableName' }],
  [
    'ListGlobalTables',
    { from: ['LastEvaluatedGlobalTableName'], to: 'ExclusiveStartGlobalTableName' },
  ],
  ['ListBackups', { from: ['LastEvaluatedBackupArn'], to: 'ExclusiveStartBackupArn' }],
  ['ListStreams', { from: ['LastEvaluatedStreamArn'], to: 'ExclusiveStartStreamArn' }],
  [
    'DescribeStream',
    { from: ['StreamDescription', 'LastEvaluatedShardId'], to: 'ExclusiveStartShardId' },
  ],
  ['GetRecords', { from: ['NextShardIterator'], to: 'ShardIterator' }],
]);

/** The name alone of an operation that may be written as a target, `DynamoDB_20120810.Scan`. */
export function operationOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The request for the next part; undefined when there is none. */
export function nextRequest(
  operation: string,
  request: JsonObject,
  answer: JsonObject,
): JsonObject | undefined {
  const { from, to } = TOKENS.get(operationOf(operation)) ?? NEXT_TOKEN;
  const token = from.reduce<unknown>(
    (member, name) => (isObject(member) ? member[name] : undefined),
    answer,
  );
  if (token === undefined || token === null) return undefined;
  if (isObject(token) && Object.keys(token).length === 0) return undefined;
  return { ...request, [to]: token };
}
