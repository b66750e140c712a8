import { expiryOperations } from '../operations/expiry/operations.ts';
import { globalTableOperations } from '../operations/global-tables/operations.ts';
import { insightsOperations } from '../operations/insights/operations.ts';
import { itemOperations } from '../operations/items/operations.ts';
import { extensionOperations } from '../operations/extensions/operations.ts';
import { queryScanOperations } from '../operations/query-scan/operations.ts';
import { policyOperations } from '../operations/policies/operations.ts';
import { statementOperations } from '../operations/statements/operations.ts';
import { streamOperations } from '../operations/streams/operations.ts';
import { tableOperations } from '../operations/tables/operations.ts';
import { tagOperations } from '../operations/tags/operations.ts';
import { transactionOperations } from '../operations/transactions/operations.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import type { RouterContext } from '../operations/context.ts';
import type { Operation, PreparedRequest, RequestBody } from '../operations/operation.ts';
import type { Touch } from '../operations/touch.ts';
import { missingPages } from './missing-pages.ts';
import { parseBody } from './body/request-body.ts';

/** An operation with the type of its request closed over. */
type Preparer = (bodyText: string, context: RouterContext) => PreparedRequest;

function entry<Request>(operation: Operation<Request>): readonly [string, Preparer] {
  const preparer: Preparer = (bodyText, context) => {
    const request = parse(operation, parseBody(bodyText, operation));
    const touches = (): readonly Touch[] => operation.touches(request, context);
    return {
      run: () => operation.run(request, context),
      touches,
      missingPages: () => missingPages(touches(), context),
    };
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

const TABLE_OPERATIONS: ReadonlyMap<string, Preparer> = new Map(
  [
    expiryOperations,
    globalTableOperations,
    insightsOperations,
    itemOperations,
    queryScanOperations,
    policyOperations,
    statementOperations,
    tableOperations,
    tagOperations,
    transactionOperations,
  ].flatMap((listed) => listed(entry)),
);

const STREAM_OPERATIONS: ReadonlyMap<string, Preparer> = new Map(streamOperations(entry));

/** What our own client and console ask for beside the API. */
const OWN_OPERATIONS: ReadonlyMap<string, Preparer> = new Map(extensionOperations(entry));

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
