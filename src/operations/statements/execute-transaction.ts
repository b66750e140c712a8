import type { AnswerBody } from '../../item/row/answer-body.ts';
import { sizeOfItem } from '../../item/item-size.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { isWholeKey } from '../../partiql/statement-key.ts';
import { getTable } from '../../placement/table-catalog.ts';
import { RequestPayload } from '../../transaction/payload.ts';
import type { Item } from '../../wire/attribute-value.ts';
import type { RouterContext } from '../context.ts';
import type { Operation } from '../operation.ts';
import { objectText } from '../request/answer-parts.ts';
import { guard } from '../request/value-wording.ts';
import { transactGetItems } from '../transactions/transact-get-items.ts';
import { runWriteTransaction } from '../transactions/transact-write-items.ts';
import type { ParsedAction } from '../transactions/transaction-actions.ts';
import { executeTransactionReader, wrapped } from './execute-transaction-request.ts';
import type { TransactedWrite, ExecuteTransactionRequest } from './execute-transaction-request.ts';
import { STATEMENT_RULES, tableNameOf } from './statement-members.ts';
import { getSelectedKey } from './statement-plan.ts';
import { statementTouch } from './statement-touch.ts';
import { equalitiesOf, lowerWrite } from './statement-write.ts';

const NOT_BY_KEY =
  'Select statements within ExecuteTransaction must specify the primary key in the where clause.';
const NOT_ONE_ITEM = 'EXISTS() must contain a single item read with additional condition';

function run(request: ExecuteTransactionRequest, context: RouterContext): AnswerBody {
  return request.writes.length === 0 ? runReads(request, context) : runWrites(request, context);
}

function runReads(
  { selects, capacity }: ExecuteTransactionRequest,
  context: RouterContext,
): AnswerBody {
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
  ...executeTransactionReader,
  touches: ({ selects, writes }, scope) =>
    [...selects, ...writes.map(({ statement }) => statement)].map((each) =>
      statementTouch(scope, each),
    ),
  run,
};
