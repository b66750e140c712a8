import { getTableForControl } from '../../placement/table-catalog.ts';
import type { CatalogScope } from '../../placement/table-catalog.ts';
import { findStream } from '../../stream/stream-catalog.ts';
import { DynamoError, invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import { streamResource, tableResource } from '../request/resource.ts';
import type { Resource, ResourceKind } from '../request/resource.ts';

const ARN = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/;
const RESOURCE = /^table\/([a-zA-Z0-9_.-]{3,255})(?:\/(index|stream)\/(.+))?$/;

/** What an ARN names. One of no DynamoDB resource that can have a policy, or tags, is refused. */
export function resourceKindOf(arn: string): ResourceKind {
  if (!arn.startsWith('arn:')) throw invalidParameter(`ARNs must start with 'arn:': ${arn}`);
  const [, , service, , , resource = ''] = ARN.exec(arn) ?? [];
  const [isResource, , part] = RESOURCE.exec(resource) ?? [];
  if (service !== 'dynamodb' || isResource === undefined) {
    throw invalidParameter(`Provided Arn is not a DynamoDB resource arn: ${arn}`);
  }
  if (part === 'index') {
    throw invalidParameter(
      'Invalid resource arn provided, only table or stream is accepted. ' +
        `Provided resource arn: ${arn}`,
    );
  }
  return part === 'stream' ? 'stream' : 'table';
}

/** The table or stream whose policy is meant. `arn` has passed {@link resourceKindOf}. */
export function getPolicyResource(
  scope: CatalogScope,
  arn: string,
  { operation, nowMs }: { readonly operation: string; readonly nowMs: number },
): Resource {
  const [, partition, , region, accountId, resource = ''] = ARN.exec(arn) ?? [];
  if (accountId !== scope.accountId) {
    throw validationError(
      'This action is only supported by accounts that match the resource owner’s account.',
    );
  }
  if (partition !== 'aws' || region !== scope.region) {
    throw invalidParameter(`Invalid resource Arn: ${arn}`);
  }
  const stream = findStream(scope.store, arn, nowMs);
  if (stream !== undefined) return streamResource(stream, scope.store);
  const [, name = '', part, label = ''] = RESOURCE.exec(resource) ?? [];
  const { record } = getTableForControl(scope, name, operation);
  if (part === 'stream') {
    throw new DynamoError(
      'ResourceNotFoundException',
      `Requested resource not found: Stream: ${label} not found for Table: ${name}`,
    );
  }
  return tableResource(record);
}
