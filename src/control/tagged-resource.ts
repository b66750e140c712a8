import { parseTableArn } from '../placement/table-arn.ts';
import { findTable } from '../placement/table-catalog.ts';
import type { CatalogScope } from '../placement/table-catalog.ts';
import type { TableRecord } from '../placement/table-record.ts';
import { DynamoError } from '../wire/dynamo-error.ts';

/** The table behind the ARN of a tag operation, in the words of those; the missing letter is AWS's. */
export function getTaggedTable(scope: CatalogScope, arn: string, operation: string): TableRecord {
  const found = findTable(scope.store, parseTableArn(scope, arn, operation));
  if (found === undefined) {
    const message = `Requested resource not found: ResourcArn: ${arn} not found`;
    throw new DynamoError('ResourceNotFoundException', message);
  }
  return found.record;
}
