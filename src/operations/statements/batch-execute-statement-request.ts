import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import type { SelectStatement, Statement, WriteStatement } from '../../partiql/statements.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { list } from '../../wire/shapes/collections.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
import { requestShape, required, structure } from '../../wire/shapes/structure.ts';
import { MANY_VALUES } from '../operation.ts';
import type { RequestBody, RequestParser } from '../operation.ts';
import { returnConsumedCapacity } from '../request/common-members.ts';
import { consistencyOf, consistentRead } from '../request/read-parameters.ts';
import { guard } from '../request/value-wording.ts';
import {
  checkTableName,
  NOT_IN_TRANSACTION,
  parseStatementRequest,
  STATEMENT_RULES,
  statementMembers,
  tableNameOf,
} from './statement-members.ts';

const STATEMENTS_MAX = 25;

const batchStatement = structure('BatchStatementRequest', {
  ...statementMembers,
  ConsistentRead: consistentRead,
});
const readShape = requestShape({
  ReturnConsumedCapacity: returnConsumedCapacity,
  Statements: required(list(batchStatement, { min: 1, max: STATEMENTS_MAX })),
});

/** One statement of a batch, or what it was refused with: that is its own affair. */
export type BatchMember =
  | {
      readonly kind: 'read';
      readonly select: SelectStatement;
      readonly consistency: ReadConsistency;
    }
  | { readonly kind: 'write'; readonly statement: WriteStatement }
  | { readonly kind: 'refused'; readonly error: DynamoError };

export interface BatchExecuteStatementRequest {
  readonly members: readonly BatchMember[];
  readonly capacity: ReturnConsumedCapacity;
}

function parse(body: RequestBody): BatchExecuteStatementRequest {
  const request = readShape(body);
  const members = request.Statements.map(parseMember);
  const kinds = new Set(members.map(({ kind }) => kind));
  if (kinds.has('read') && kinds.has('write')) {
    throw validationError('Read and write requests together in the same batch is not supported.');
  }
  return { members, capacity: request.ReturnConsumedCapacity ?? 'NONE' };
}

function parseMember(request: ReadBy<typeof batchStatement>): BatchMember {
  return orRefused(() => {
    const statement = parseStatement(request);
    if (statement.kind !== 'select') return { kind: 'write', statement };
    return { kind: 'read', select: statement, consistency: consistencyOf(request.ConsistentRead) };
  });
}

function parseStatement(
  request: ReadBy<typeof batchStatement>,
): Exclude<Statement, { readonly kind: 'exists' }> {
  const statement = guard(STATEMENT_RULES, () => parseStatementRequest(request));
  if (statement.kind === 'exists') throw validationError(NOT_IN_TRANSACTION);
  checkTableName(tableNameOf(statement));
  return statement;
}

/** A wrong JSON type is the whole request's fault. */
export function orRefused<T>(
  run: () => T,
): T | { readonly kind: 'refused'; readonly error: DynamoError } {
  try {
    return run();
  } catch (error) {
    const isOwn = error instanceof DynamoError && error.name !== 'SerializationException';
    if (!isOwn) throw error;
    return { kind: 'refused', error };
  }
}

export const batchExecuteReader: RequestParser<BatchExecuteStatementRequest> = {
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
};
