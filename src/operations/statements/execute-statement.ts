import type { AnswerBody } from '../../item/row/answer-body.ts';
import { consumedCapacity } from '../../capacity/consumed-capacity.ts';
import { encodePageToken } from '../../partiql/next-token.ts';
import type { SelectStatement, WriteStatement } from '../../partiql/statements.ts';
import { positionIn } from '../../partition/read-source.ts';
import { writeItem } from '../../partition/table-access.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { RouterContext } from '../context.ts';
import type { Operation } from '../operation.ts';
import { itemsBody, objectBody } from '../request/answer-parts.ts';
import { arrayText, jsonText, objectText } from '../request/answer-parts.ts';
import { guard } from '../request/value-wording.ts';
import { executeStatementReader } from './execute-statement-request.ts';
import type { ExecuteStatementRequest } from './execute-statement-request.ts';
import { STATEMENT_RULES } from './statement-members.ts';
import { checkRead, planSelect, sourceOf } from './statement-plan.ts';
import { readSelected } from './statement-read.ts';
import { statementTouch } from './statement-touch.ts';
import { returnedImageOf, returnedRow, statementRefusal, writeOf } from './statement-write.ts';

function run(request: ExecuteStatementRequest, context: RouterContext): AnswerBody {
  const { statement } = request;
  return statement.kind === 'select'
    ? runSelect(request, statement, context)
    : runWrite(request, statement, context);
}

function runSelect(
  request: ExecuteStatementRequest,
  select: SelectStatement,
  context: RouterContext,
): AnswerBody {
  const { table: tableName } = select;
  guard(STATEMENT_RULES, () => {
    checkRead(select, context);
  });
  const table = getTable(context, tableName);
  const { limit, consistency, fingerprint, capacity } = request;
  const source = sourceOf(select, table, consistency);
  const plan = planSelect(select, source);
  const startKey = request.start?.key;
  const page = readSelected({ select, plan, source, limit, startKey, consistency }, context);
  const key = page.stoppedAt && positionIn(source, page.stoppedAt.item);
  const token = key && encodePageToken({ fingerprint, key });
  const { rows, names } = page;
  return objectBody({
    Items: itemsBody({ rows, names, tree: table.tree }),
    NextToken: token && JSON.stringify(token),
    ConsumedCapacity: jsonText(consumedCapacity(capacity, tableName, page)),
    LastEvaluatedKey: jsonText(key),
  });
}

function runWrite(
  request: ExecuteStatementRequest,
  statement: WriteStatement,
  context: RouterContext,
): string {
  const { capacity, itemOnFailure } = request;
  const { table: tableName } = statement;
  const write = writeOf(statement, getTable(context, tableName));
  const made = writeItem(context, write, {
    refuse: (refusal) => statementRefusal(statement, refusal, itemOnFailure),
    showsBefore: returnedImageOf(statement) !== 'NONE',
    showsNothing: returnedImageOf(statement) === 'NONE' && capacity === 'NONE',
  });
  const row = returnedRow(statement, made);
  return objectText({
    Items: arrayText(row === undefined ? [] : [row]),
    ConsumedCapacity: jsonText(consumedCapacity(capacity, tableName, made)),
  });
}

export const executeStatement: Operation<ExecuteStatementRequest> = {
  name: 'ExecuteStatement',
  ...executeStatementReader,
  touches: ({ statement }, scope) => [statementTouch(scope, statement)],
  run,
};
