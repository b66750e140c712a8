import { DynamoError, validationError } from '../wire/dynamo-error.ts';

/** The Region and account that ARNs are made for. */
export interface ArnScope {
  readonly region: string;
  readonly accountId: string;
}

export function tableArn(scope: ArnScope, name: string): string {
  return `arn:aws:dynamodb:${scope.region}:${scope.accountId}:table/${name}`;
}

const ARN = /^arn:aws:dynamodb:([^:]*):([^:]*):(.*)$/s;
const TABLE = /^table\/([a-zA-Z0-9_.-]{3,255})$/;

/** The parts of an ARN of DynamoDB. */
export interface ArnParts extends ArnScope {
  /** The table that it names; undefined for all other resources. */
  readonly table: string | undefined;
}

export function parseArn(arn: string): ArnParts | undefined {
  const [, region, accountId, resource] = ARN.exec(arn) ?? [];
  if (region === undefined || accountId === undefined || resource === undefined) return undefined;
  return { region, accountId, table: TABLE.exec(resource)?.[1] };
}

/** The Region that an ARN of ours names. */
export function regionOfArn(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/**
 * The table name of a table ARN of this Region and account, in place of a name. Throws what AWS answers to all others.
 * Source: api-surface.md section 2, as measured in October 2026.
 */
export function parseTableArn(scope: ArnScope, arn: string): string {
  const parts = parseArn(arn);
  if (parts === undefined) {
    throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  if (parts.table === undefined) throw invalidArn('resource type', arn);
  if (parts.region !== scope.region) throw invalidArn('AWS region', arn);
  if (parts.accountId !== scope.accountId) {
    throw new DynamoError('AccessDeniedException', 'Access is denied');
  }
  return parts.table;
}

/** The table name of a table ARN of this Region and account; undefined for any other. */
export function findLocalName(scope: ArnScope, arn: string): string | undefined {
  const parts = parseArn(arn);
  const isLocal = parts?.region === scope.region && parts.accountId === scope.accountId;
  return isLocal ? parts.table : undefined;
}

function invalidArn(part: string, arn: string): DynamoError {
  return validationError(`1 validation error detected: Invalid ${part} in '${arn}'`);
}
