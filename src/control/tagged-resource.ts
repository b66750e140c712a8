import { parseArn } from '../placement/table-arn.ts';
import { findTable } from '../placement/table-catalog.ts';
import type { CatalogScope } from '../placement/table-catalog.ts';
import type { TableRecord } from '../placement/table-record.ts';
import { DynamoError, validationError } from '../wire/dynamo-error.ts';

/** The table behind the ARN of a tag operation, in the words of those. Source: api-surface.md, ListTagsOfResource. */
export function getTaggedTable(scope: CatalogScope, arn: string): TableRecord {
  const parts = parseArn(arn);
  if (parts?.region !== scope.region) {
    throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  if (parts.accountId !== scope.accountId) {
    throw new DynamoError('AccessDeniedException', 'Access is denied');
  }
  const found = parts.table === undefined ? undefined : findTable(scope.store, parts.table);
  if (found === undefined) {
    const message = `Requested resource not found: ResourceArn: ${arn} not found`;
    throw new DynamoError('ResourceNotFoundException', message);
  }
  return found.record;
}
