import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { canonicalParameters } from '../../partiql/parameters.ts';
import { prepareStatement } from '../../partiql/statements.ts';
import type {
  ExistsStatement,
  SelectStatement,
  Statement,
  WriteStatement,
} from '../../partiql/statements.ts';
import { fingerprintOf } from '../../transaction/fingerprint.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { requestShape, required, structure } from '../../wire/shapes/structure.ts';
import { MANY_VALUES } from '../operation.ts';
import type { RequestBody, RequestParser } from '../operation.ts';
import { returnConsumedCapacity } from '../request/common-members.ts';
import { guard } from '../request/value-wording.ts';
import type { WriteTransactionRequest } from '../transactions/transact-write-items.ts';
import { transactItems } from '../transactions/transaction-members.ts';
import {
  checkItemSize,
  checkTableName,
  STATEMENT_RULES,
  statementMembers,
  tableNameOf,
} from './statement-members.ts';

const TOKEN_LENGTH_MAX = 36;
/** Longer than any token: what begins with it is no token of TransactWriteItems. */
const TOKEN_SCOPE = 'ExecuteTransaction'.padEnd(TOKEN_LENGTH_MAX + 1);

const readShape = requestShape({
  ReturnConsumedCapacity: returnConsumedCapacity,
  TransactStatements: required(
    transactItems(structure('ParameterizedStatement', statementMembers)),
  ),
  ClientRequestToken: string({ min: 1, max: TOKEN_LENGTH_MAX, form: 'named' }),
});

/** A statement that asks to change or to check something. */
export interface TransactedWrite {
  readonly statement: WriteStatement | ExistsStatement;
  readonly itemOnFailure: boolean;
}

export interface ExecuteTransactionRequest {
  /** Either these or the writes are all statements, in their order. */
  readonly selects: readonly SelectStatement[];
  readonly writes: readonly TransactedWrite[];
  readonly capacity: ReturnConsumedCapacity;
  readonly idempotency: WriteTransactionRequest['idempotency'];
}

function parse(body: RequestBody): ExecuteTransactionRequest {
  const request = readShape(body);
  const { TransactStatements: given, ClientRequestToken: token } = request;
  const parameters = guard(STATEMENT_RULES, () =>
    given.map((each) => canonicalParameters(each.Parameters)),
  );
  const statements = given.map(({ Statement: text }, i) =>
    wrapped(i, () => checkStatement(prepareStatement(text, parameters[i] ?? []))),
  );
  guard(STATEMENT_RULES, () => statements.forEach(checkItemSize));
  const selects = statements.filter((statement) => statement.kind === 'select');
  const writes = statements.flatMap((statement, i): readonly TransactedWrite[] => {
    if (statement.kind === 'select') return [];
    const itemOnFailure = given[i]?.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    return [{ statement, itemOnFailure }];
  });
  if (selects.length > 0 && writes.length > 0) {
    throw validationError(
      'ExecuteTransaction API does not support both read and write operations in the same request.',
    );
  }
  return {
    selects,
    writes,
    capacity: request.ReturnConsumedCapacity ?? 'NONE',
    idempotency:
      token === undefined
        ? undefined
        : { token: TOKEN_SCOPE + token, fingerprint: fingerprintOf(given) },
  };
}

/** What is wrong with one statement names its place. Source: validation.md section 11. */
export function wrapped<T>(index: number, check: () => T): T {
  try {
    return guard(STATEMENT_RULES, check);
  } catch (error) {
    const isRefusal = error instanceof DynamoError && error.name === 'ValidationException';
    if (!isRefusal) throw error;
    const place = `Validation failed in TransactStatements[${String(index)}]`;
    throw validationError(`${place}: ${error.message}`);
  }
}

function checkStatement(statement: Statement): Statement {
  const isReturning = 'returning' in statement && statement.returning !== undefined;
  if (isReturning) throw new ValueFault('RETURNING clause is not supported in ExecuteTransaction.');
  const select = statement.kind === 'exists' ? statement.select : statement;
  if (select.kind === 'select' && select.index !== undefined) {
    if (select.fault !== undefined) throw select.fault;
    throw new ValueFault('Reads on indices are not supported within transactions.');
  }
  checkTableName(tableNameOf(statement));
  return statement;
}

export const executeTransactionReader: RequestParser<ExecuteTransactionRequest> = {
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
};
