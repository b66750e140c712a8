import { getTableForControl } from '../placement/table-catalog.ts';
import type { CatalogScope } from '../placement/table-catalog.ts';
import type { TableRecord } from '../placement/table-record.ts';
import { DynamoError, invalidParameter, validationError } from '../wire/dynamo-error.ts';

const ARN = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/;
const RESOURCE = /^table\/([a-zA-Z0-9_.-]{3,255})(?:\/(index|stream)\/(.+))?$/;

/** Refuses what is no ARN of a DynamoDB resource that can have a policy, or tags: of a table or a stream. */
export function checkResourceArn(arn: string): void {
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
}

/** The table whose policy is meant. `arn` has passed {@link checkResourceArn}. */
export function getPolicyTable(scope: CatalogScope, arn: string, operation: string): TableRecord {
  const [, partition, , region, accountId, resource = ''] = ARN.exec(arn) ?? [];
  if (accountId !== scope.accountId) {
    throw validationError(
      'This action is only supported by accounts that match the resource owner’s account.',
    );
  }
  if (partition !== 'aws' || region !== scope.region) {
    throw invalidParameter(`Invalid resource Arn: ${arn}`);
  }
  const [, name = '', part, label = ''] = RESOURCE.exec(resource) ?? [];
  const { record } = getTableForControl(scope, name, operation);
  if (part === 'stream') {
    throw new DynamoError(
      'ResourceNotFoundException',
      `Requested resource not found: Stream: ${label} not found for Table: ${name}`,
    );
  }
  return record;
}
