import { DynamoError } from '../wire/dynamo-error.ts';
import { batchExecuteStatement } from './batch-execute-statement.ts';
import { batchGetItem } from './batch-get-item.ts';
import { batchWriteItem } from './batch-write-item.ts';
import type { RouterContext } from './context.ts';
import { createTable } from './create-table.ts';
import { deleteItem } from './delete-item.ts';
import { deleteResourcePolicy } from './delete-resource-policy.ts';
import { deleteTable } from './delete-table.ts';
import { describeContinuousBackups } from './describe-continuous-backups.ts';
import { describeContributorInsights } from './describe-contributor-insights.ts';
import { describeEndpoints } from './describe-endpoints.ts';
import { describeLimits } from './describe-limits.ts';
import { describeTable } from './describe-table.ts';
import { describeTimeToLive } from './describe-time-to-live.ts';
import { executeStatement } from './execute-statement.ts';
import { executeTransaction } from './execute-transaction.ts';
import { getItem } from './get-item.ts';
import { getResourcePolicy } from './get-resource-policy.ts';
import { listContributorInsights } from './list-contributor-insights.ts';
import { listTables } from './list-tables.ts';
import { listTagsOfResource } from './list-tags-of-resource.ts';
import type { Operation, PreparedRequest, RequestBody } from './operation.ts';
import { putItem } from './put-item.ts';
import { putResourcePolicy } from './put-resource-policy.ts';
import { query } from './query.ts';
import { scan } from './scan.ts';
import { tagResource } from './tag-resource.ts';
import { transactGetItems } from './transact-get-items.ts';
import { transactWriteItems } from './transact-write-items.ts';
import { untagResource } from './untag-resource.ts';
import { updateContributorInsights } from './update-contributor-insights.ts';
import { updateItem } from './update-item.ts';
import { updateTable } from './update-table.ts';
import { updateTimeToLive } from './update-time-to-live.ts';

/** An operation with the type of its request closed over. */
type Preparer = (body: RequestBody, context: RouterContext) => PreparedRequest;

function entry<Request>(operation: Operation<Request>): readonly [string, Preparer] {
  const preparer: Preparer = (body, context) => {
    const request = parse(operation, body);
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

/** Every operation that is answered. Any other name is an UnknownOperationException. */
const OPERATIONS: ReadonlyMap<string, Preparer> = new Map([
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
  entry(updateItem),
  entry(updateTable),
  entry(updateTimeToLive),
]);

export function findOperation(name: string): Preparer | undefined {
  return OPERATIONS.get(name);
}
