import { parseArn } from '../../placement/table-arn.ts';
import { findTable } from '../../placement/table-catalog.ts';
import type { CatalogScope } from '../../placement/table-catalog.ts';
import { findStream } from '../../stream/stream-catalog.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { streamResource, tableResource } from '../request/resource.ts';
import type { Resource } from '../request/resource.ts';

/** The table or stream behind the ARN of a tag operation, in the words of those. Source: api-surface.md, ListTagsOfResource. */
export function getTaggedResource(scope: CatalogScope, arn: string, nowMs: number): Resource {
  const parts = parseArn(arn);
  if (parts?.region !== scope.region) {
    throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  if (parts.accountId !== scope.accountId) {
    throw new DynamoError('AccessDeniedException', 'Access is denied');
  }
  const { store } = scope;
  const stream = findStream(store, arn, nowMs);
  if (stream !== undefined) return streamResource(stream, store);
  const found = parts.table === undefined ? undefined : findTable(store, parts.table);
  if (found?.record.status !== 'ACTIVE') {
    const message = `Requested resource not found: ResourceArn: ${arn} not found`;
    throw new DynamoError('ResourceNotFoundException', message);
  }
  return tableResource(found.record);
}
