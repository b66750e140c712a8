import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import { sizeOfItem } from '../../item/size.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { canonicalParameters } from '../../partiql/parameters.ts';
import { isWholeKey } from '../../partiql/statement-key.ts';
import { prepareStatement } from '../../partiql/statements.ts';
import type {
  ExistsStatement,
  SelectStatement,
  Statement,
  WriteStatement,
} from '../../partiql/statements.ts';
import { getTable } from '../../placement/table-catalog.ts';
import { fingerprintOf } from '../../transaction/fingerprint.ts';
import { RequestPayload } from '../../transaction/payload.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { requestShape, required, structure } from '../../wire/shapes/structure.ts';
import { objectText } from '../request/answer-text.ts';
import { returnConsumedCapacity } from '../request/common-members.ts';
import type { RouterContext } from '../context.ts';
import { MANY_VALUES } from '../operation.ts';
import type { Operation, RequestBody } from '../operation.ts';
import {
  checkItemSize,
  checkTableName,
  STATEMENT_RULES,
  statementMembers,
  tableNameOf,
} from './statement-members.ts';
import { getSelectedKey } from './statement-read.ts';
import { equalitiesOf, lowerWrite } from './statement-write.ts';
import { transactGetItems } from '../transactions/transact-get-items.ts';
import { runWriteTransaction } from '../transactions/transact-write-items.ts';
import type { WriteTransactionRequest } from '../transactions/transact-write-items.ts';
import type { ParsedAction } from '../transactions/transaction-actions.ts';
import { transactItems } from '../transactions/transaction-members.ts';
import { guard } from '../request/value-wording.ts';
import { statementTouch } from './statement-touch.ts';

const TOKEN_LENGTH_MAX = 36;
/** Longer than any token: what begins with it is no token of TransactWriteItems. */
const TOKEN_SCOPE = 'ExecuteTransaction'.padEnd(TOKEN_LENGTH_MAX + 1);

const NOT_BY_KEY =
  'Select statements within ExecuteTransaction must specify the primary key in the where clause.';
const NOT_ONE_ITEM = 'EXISTS() must contain a single item read with additional condition';

const readShape = requestShape({
  ReturnConsumedCapacity: returnConsumedCapacity,
  TransactStatements: required(
    transactItems(structure('ParameterizedStatement', statementMembers)),
  ),
  ClientRequestToken: string({ min: 1, max: TOKEN_LENGTH_MAX, form: 'named' }),
});

/** A statement that asks to change or to check something. */
interface TransactedWrite {
  readonly statement: WriteStatement | ExistsStatement;
  readonly itemOnFailure: boolean;
}

interface ExecuteTransactionRequest {
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
function wrapped<T>(index: number, check: () => T): T {
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

function run(request: ExecuteTransactionRequest, context: RouterContext): string {
  return request.writes.length === 0 ? runReads(request, context) : runWrites(request, context);
}

function runReads(
  { selects, capacity }: ExecuteTransactionRequest,
  context: RouterContext,
): string {
  const gets = selects.map((select, i) => {
    const { table: tableName, projection } = select;
    const table = getTable(context, tableName);
    const key = wrapped(i, () => getSelectedKey(select, table, NOT_BY_KEY));
    return { tableName, key, projection };
  });
  return transactGetItems.run({ gets, capacity }, context);
}

function runWrites(request: ExecuteTransactionRequest, context: RouterContext): string {
  const { capacity, idempotency } = request;
  const payload = new RequestPayload();
  const actions = request.writes.map((write, i) => {
    const action = actionOf(write, i, context);
    guard(STATEMENT_RULES, () => {
      payload.add(sizeOfItem(action.attributes));
    });
    return action;
  });
  const transaction = { actions, capacity, metrics: false, idempotency };
  return objectText({ Responses: '[]', ...runWriteTransaction(transaction, context) });
}

/** A key that is not whole, or no key of the table, cancels the transaction, as it does those of TransactWriteItems. */
function actionOf(
  { statement, itemOnFailure }: TransactedWrite,
  index: number,
  context: RouterContext,
): ParsedAction {
  const tableName = tableNameOf(statement);
  const { keySchema } = getTable(context, tableName);
  if (statement.kind === 'exists') {
    const { where } = statement.select;
    const { key, isAlone } = equalitiesOf({ where }, keySchema);
    if (isAlone || !isWholeKey(key, keySchema)) {
      wrapped(index, () => {
        throw new ValueFault(NOT_ONE_ITEM);
      });
    }
    const action = { kind: 'check' } as const;
    return { tableName, attributes: key, action, condition: where, itemOnFailure };
  }
  if (statement.kind === 'insert') {
    const write = lowerWrite(statement, statement.item, keySchema);
    return { tableName, ...write, itemOnFailure, isInsert: true };
  }
  const { key, conflict } = equalitiesOf(statement, keySchema);
  const attributes = conflict === undefined ? key : without(key, conflict);
  return { tableName, ...lowerWrite(statement, attributes, keySchema), itemOnFailure };
}

function without(key: Item, name: string): Item {
  return Object.fromEntries(Object.entries(key).filter(([each]) => each !== name));
}

export const executeTransaction: Operation<ExecuteTransactionRequest> = {
  name: 'ExecuteTransaction',
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
  touches: ({ selects, writes }, scope) =>
    [...selects, ...writes.map(({ statement }) => statement)].map((each) =>
      statementTouch(scope, each),
    ),
  run,
};
