import { DynamoError } from '../wire/dynamo-error.ts';
import { batchExecuteStatement } from './batch-execute-statement.ts';
import { batchGetItem } from './batch-get-item.ts';
import { batchWriteItem } from './batch-write-item.ts';
import type { RouterContext } from './context.ts';
import { createGlobalTable } from './create-global-table.ts';
import { createTable } from './create-table.ts';
import { deleteItem } from './delete-item.ts';
import { deleteResourcePolicy } from './delete-resource-policy.ts';
import { deleteTable } from './delete-table.ts';
import { describeContinuousBackups } from './describe-continuous-backups.ts';
import { describeContributorInsights } from './describe-contributor-insights.ts';
import { describeEndpoints } from './describe-endpoints.ts';
import { describeGlobalTableSettings } from './describe-global-table-settings.ts';
import { describeGlobalTable } from './describe-global-table.ts';
import { describeLimits } from './describe-limits.ts';
import { describeRegions } from './describe-regions.ts';
import { describeStream } from './describe-stream.ts';
import { describeTable } from './describe-table.ts';
import { describeTimeToLive } from './describe-time-to-live.ts';
import { executeStatement } from './execute-statement.ts';
import { executeTransaction } from './execute-transaction.ts';
import { getConsumer } from './get-consumer.ts';
import { getItem } from './get-item.ts';
import { getRecords } from './get-records.ts';
import { getResourcePolicy } from './get-resource-policy.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { getTime } from './get-time.ts';
import { listContributorInsights } from './list-contributor-insights.ts';
import { listGlobalTables } from './list-global-tables.ts';
import { listStreams } from './list-streams.ts';
import { listTables } from './list-tables.ts';
import { listTagsOfResource } from './list-tags-of-resource.ts';
import type { Operation, PreparedRequest, RequestBody } from './operation.ts';
import { putConsumer } from './put-consumer.ts';
import { putItem } from './put-item.ts';
import { putResourcePolicy } from './put-resource-policy.ts';
import { query } from './query.ts';
import { parseBody } from './request-body.ts';
import { scan } from './scan.ts';
import { setLink } from './set-link.ts';
import { tagResource } from './tag-resource.ts';
import { tailStream } from './tail-stream.ts';
import { transactGetItems } from './transact-get-items.ts';
import { transactWriteItems } from './transact-write-items.ts';
import { untagResource } from './untag-resource.ts';
import { updateContributorInsights } from './update-contributor-insights.ts';
import { updateGlobalTableSettings } from './update-global-table-settings.ts';
import { updateGlobalTable } from './update-global-table.ts';
import { updateItem } from './update-item.ts';
import { updateTable } from './update-table.ts';
import { updateTimeToLive } from './update-time-to-live.ts';

/** An operation with the type of its request closed over. */
type Preparer = (bodyText: string, context: RouterContext) => PreparedRequest;

function entry<Request>(operation: Operation<Request>): readonly [string, Preparer] {
  const preparer: Preparer = (bodyText, context) => {
    const request = parse(operation, parseBody(bodyText, operation));
    return { run: () => operation.run(request, context) };
  };
  return [operation.name, preparer];
}

/** Wrong JSON types go before everything else that is wrong. Source: reference validation.md section 2. */
function parse<Request>(operation: Operation<Request>, body: RequestBody): Request {
  try {
    return operation.parse(body);
  } catch (refusal) {
    const isSerialization =
      refusal instanceof DynamoError && refusal.name === 'SerializationException';
    if (!isSerialization) operation.checkRefused?.(body);
    throw refusal;
  }
}

const TABLE_OPERATIONS: ReadonlyMap<string, Preparer> = new Map([
  entry(batchExecuteStatement),
  entry(batchGetItem),
  entry(batchWriteItem),
  entry(createTable),
  entry(deleteItem),
  entry(deleteResourcePolicy),
  entry(deleteTable),
  entry(describeContinuousBackups),
  entry(describeContributorInsights),
  entry(describeEndpoints),
  entry(describeLimits),
  entry(describeTable),
  entry(describeTimeToLive),
  entry(executeStatement),
  entry(executeTransaction),
  entry(getItem),
  entry(getResourcePolicy),
  entry(listContributorInsights),
  entry(listTables),
  entry(listTagsOfResource),
  entry(putItem),
  entry(putResourcePolicy),
  entry(query),
  entry(scan),
  entry(tagResource),
  entry(transactGetItems),
  entry(transactWriteItems),
  entry(untagResource),
  entry(updateContributorInsights),
  entry(createGlobalTable),
  entry(describeGlobalTable),
  entry(describeGlobalTableSettings),
  entry(listGlobalTables),
  entry(updateGlobalTable),
  entry(updateGlobalTableSettings),
  entry(updateItem),
  entry(updateTable),
  entry(updateTimeToLive),
]);

const STREAM_OPERATIONS: ReadonlyMap<string, Preparer> = new Map([
  entry(describeStream),
  entry(getRecords),
  entry(getShardIterator),
  entry(listStreams),
]);

/** What our own client and console ask for beside the API. */
const OWN_OPERATIONS: ReadonlyMap<string, Preparer> = new Map([
  entry(getConsumer),
  entry(getTime),
  entry(putConsumer),
  entry(describeRegions),
  entry(setLink),
  entry(tailStream),
]);

/** Every operation that is answered, by the API before its name. Any other is an UnknownOperationException. */
const OPERATIONS: ReadonlyMap<string, ReadonlyMap<string, Preparer>> = new Map([
  ['DynamoDB_20120810', TABLE_OPERATIONS],
  ['DynamoDBStreams_20120810', STREAM_OPERATIONS],
  ['Hashrange', OWN_OPERATIONS],
]);

/** The operation of a whole `X-Amz-Target`. */
export function findOperation(target: string): Preparer | undefined {
  const dot = target.indexOf('.');
  return OPERATIONS.get(target.slice(0, dot))?.get(target.slice(dot + 1));
}
