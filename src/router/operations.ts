import { DynamoError } from '../wire/dynamo-error.ts';
import { batchExecuteStatement } from '../operations/statements/batch-execute-statement.ts';
import { batchGetItem } from '../operations/items/batch-get-item.ts';
import { batchWriteItem } from '../operations/items/batch-write-item.ts';
import type { RouterContext } from '../operations/context.ts';
import { createGlobalTable } from '../operations/global-tables/create-global-table.ts';
import { createTable } from '../operations/tables/create-table.ts';
import { deleteItem } from '../operations/items/delete-item.ts';
import { deleteResourcePolicy } from '../operations/policies/delete-resource-policy.ts';
import { deleteTable } from '../operations/tables/delete-table.ts';
import { describeContinuousBackups } from '../operations/tables/describe-continuous-backups.ts';
import { describeContributorInsights } from '../operations/insights/describe-contributor-insights.ts';
import { describeEndpoints } from '../operations/tables/describe-endpoints.ts';
import { describeGlobalTableSettings } from '../operations/global-tables/describe-global-table-settings.ts';
import { describeGlobalTable } from '../operations/global-tables/describe-global-table.ts';
import { describeLimits } from '../operations/tables/describe-limits.ts';
import { describeRegions } from '../operations/own/describe-regions.ts';
import { describeStream } from '../operations/streams/describe-stream.ts';
import { describeTable } from '../operations/tables/describe-table.ts';
import { describeTimeToLive } from '../operations/expiry/describe-time-to-live.ts';
import { executeStatement } from '../operations/statements/execute-statement.ts';
import { executeTransaction } from '../operations/statements/execute-transaction.ts';
import { getConsumer } from '../operations/own/get-consumer.ts';
import { getItem } from '../operations/items/get-item.ts';
import { getRecords } from '../operations/streams/get-records.ts';
import { getResourcePolicy } from '../operations/policies/get-resource-policy.ts';
import { getShardIterator } from '../operations/streams/get-shard-iterator.ts';
import { getTime } from '../operations/own/get-time.ts';
import { listContributorInsights } from '../operations/insights/list-contributor-insights.ts';
import { listGlobalTables } from '../operations/global-tables/list-global-tables.ts';
import { listStreams } from '../operations/streams/list-streams.ts';
import { listTables } from '../operations/tables/list-tables.ts';
import { listTagsOfResource } from '../operations/tags/list-tags-of-resource.ts';
import type { Operation, PreparedRequest, RequestBody } from '../operations/operation.ts';
import { putConsumer } from '../operations/own/put-consumer.ts';
import { putItem } from '../operations/items/put-item.ts';
import { putResourcePolicy } from '../operations/policies/put-resource-policy.ts';
import { query } from '../operations/pages/query.ts';
import { parseBody } from './body/request-body.ts';
import { scan } from '../operations/pages/scan.ts';
import { setLink } from '../operations/own/set-link.ts';
import { tagResource } from '../operations/tags/tag-resource.ts';
import { tellGivenUp } from '../operations/own/tell-given-up.ts';
import { tailStream } from '../operations/own/tail-stream.ts';
import { transactGetItems } from '../operations/transactions/transact-get-items.ts';
import { transactWriteItems } from '../operations/transactions/transact-write-items.ts';
import { untagResource } from '../operations/tags/untag-resource.ts';
import { updateContributorInsights } from '../operations/insights/update-contributor-insights.ts';
import { updateGlobalTableSettings } from '../operations/global-tables/update-global-table-settings.ts';
import { updateGlobalTable } from '../operations/global-tables/update-global-table.ts';
import { updateItem } from '../operations/items/update-item.ts';
import { updateTable } from '../operations/tables/update-table.ts';
import { updateTimeToLive } from '../operations/expiry/update-time-to-live.ts';

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
  entry(tellGivenUp),
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
