/**
 * What the three PartiQL operations read alike. Source: api-surface.md, PartiQL; validation.md sections 2 and 11.
 */
import { canonicalParameters } from '../../partiql/parameters.ts';
import { prepareStatement } from '../../partiql/statements.ts';
import type { Statement } from '../../partiql/statements.ts';
import { ITEM_TOO_LARGE } from '../../partition/item-limit.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import { ITEM_BYTES_MAX } from '../../wire/limits.ts';
import { list } from '../../wire/shapes/collections.ts';
import { Failures, reportUsual } from '../../wire/shapes/constraint.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { returnValuesOnConditionCheckFailure, tableNameOrArn } from '../request/common-members.ts';
import type { ValueRules } from '../request/value-wording.ts';
import { attributeValue } from '../request/value-shapes.ts';
import { required } from '../../wire/shapes/structure.ts';

const STATEMENT_LENGTH_MAX = 8192;

/** A statement and its parameters. */
export const statementMembers = {
  Statement: required(string({ min: 1, max: STATEMENT_LENGTH_MAX })),
  Parameters: list(attributeValue, { min: 1 }),
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
} as const;

export interface StatementRequest {
  readonly Statement: string;
  readonly Parameters?: readonly unknown[];
}

/** Refusals of statements stand alone. */
export const STATEMENT_RULES: ValueRules = {
  layer: 'older',
  enveloped: false,
  wrapsExpressionValues: false,
};

/** A statement with its parameters in place. Throws `ValueFault`, the parameters' before the statement's. */
export function parseStatementRequest(request: StatementRequest): Statement {
  const statement = prepareStatement(request.Statement, canonicalParameters(request.Parameters));
  checkItemSize(statement);
  return statement;
}

/** Throws `ValueFault` for an INSERT of more than an item may weigh. */
export function checkItemSize(statement: Statement): void {
  if (statement.kind !== 'insert' || statement.sizeBytes <= ITEM_BYTES_MAX) return;
  throw new ValueFault(ITEM_TOO_LARGE);
}

/** The table a statement names. */
export function tableNameOf(statement: Statement): string {
  return statement.kind === 'exists' ? statement.select.table : statement.table;
}

/** Holds the name a statement has for its table to the rules of table names. */
export function checkTableName(name: string): void {
  const failures = new Failures(true);
  tableNameOrArn.read(name, undefined, 'TableName', failures);
  if (failures.found.length > 0) throw validationError(reportUsual(failures.found));
}

export const NOT_IN_TRANSACTION = 'EXISTS can only be used in ExecuteTransaction write requests.';
