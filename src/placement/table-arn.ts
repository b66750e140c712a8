import { DynamoError, validationError } from '../wire/dynamo-error.ts';

/** The Region and account that ARNs are made for. */
export interface ArnScope {
  readonly region: string;
  readonly accountId: string;
}

export function tableArn(scope: ArnScope, name: string): string {
  return `arn:aws:dynamodb:${scope.region}:${scope.accountId}:table/${name}`;
}

const TABLE_ARN = /^arn:aws:dynamodb:([^:]*):([^:]*):table\/([a-zA-Z0-9_.-]{3,255})$/;

/** The Region that an ARN of ours names. */
export function regionOfArn(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** Refuses what is no ARN of a table. */
export function checkTableArn(arn: string): void {
  if (!TABLE_ARN.test(arn)) throw invalidTableArn(arn);
}

function invalidTableArn(arn: string): DynamoError {
  return validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
}

/**
 * The table name of a table ARN of this Region and account. A foreign ARN is refused as a caller without a resource
 * policy is; `operation` names the action it was refused for.
 */
export function parseTableArn(scope: ArnScope, arn: string, operation: string): string {
  const [, region, accountId, name] = TABLE_ARN.exec(arn) ?? [];
  if (name === undefined) throw invalidTableArn(arn);
  if (region !== scope.region || accountId !== scope.accountId) {
    const user = `arn:aws:iam::${scope.accountId}:root`;
    throw new DynamoError(
      'AccessDeniedException',
      `User: ${user} is not authorized to perform: dynamodb:${operation} on resource: ${arn}`,
    );
  }
  return name;
}
