import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import { consumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { decodePageToken, encodePageToken } from '../../partiql/page-token.ts';
import type { PageToken } from '../../partiql/page-token.ts';
import type { SelectStatement, Statement, WriteStatement } from '../../partiql/statements.ts';
import { decodeItem } from '../../partition/stored-image.ts';
import { writeItem } from '../../partition/table-access.ts';
import { getTable } from '../../placement/table-catalog.ts';
import { fingerprintOf } from '../../transaction/fingerprint.ts';
import { integer, string } from '../../wire/shapes/scalars.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import { arrayText, jsonText, objectText } from '../request/answer-text.ts';
import { returnConsumedCapacity } from '../request/common-members.ts';
import type { RouterContext } from '../context.ts';
import { MANY_VALUES } from '../operation.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { consistencyOf, consistentRead } from '../request/read-parameters.ts';
import {
  checkTableName,
  NOT_IN_TRANSACTION,
  parseStatementRequest,
  STATEMENT_RULES,
  statementMembers,
  tableNameOf,
} from './statement-members.ts';
import { positionIn } from '../../partition/read-source.ts';
import { checkRead, planSelect, readSelected, sourceOf } from './statement-read.ts';
import { returnedImageOf, returnedRow, statementRefusal, writeOf } from './statement-write.ts';
import { guard } from '../request/value-wording.ts';
import { statementTouch } from './statement-touch.ts';

const TOKEN_LENGTH_MAX = 32_768;
const readShape = requestShape({
  ReturnConsumedCapacity: returnConsumedCapacity,
  ...statementMembers,
  ConsistentRead: consistentRead,
  NextToken: string({ min: 1, max: TOKEN_LENGTH_MAX }),
  Limit: integer({ min: 1 }),
});

interface ExecuteStatementRequest {
  readonly statement: Exclude<Statement, { readonly kind: 'exists' }>;
  readonly consistency: ReadConsistency;
  readonly capacity: ReturnConsumedCapacity;
  /** Evaluated items at most. */
  readonly limit: number | undefined;
  readonly itemOnFailure: boolean;
  /** Tells the statement and its parameters from any other, for its NextToken. */
  readonly fingerprint: string;
  readonly start: PageToken | undefined;
}

function parse(body: RequestBody): ExecuteStatementRequest {
  const request = readShape(body);
  const { Statement: text, Parameters: parameters, NextToken: token } = request;
  return guard(STATEMENT_RULES, () => {
    const statement = parseStatementRequest(request);
    if (statement.kind === 'exists') throw new ValueFault(NOT_IN_TRANSACTION);
    checkTableName(tableNameOf(statement));
    const fingerprint = statement.kind === 'select' ? fingerprintOf({ text, parameters }) : '';
    return {
      statement,
      consistency: consistencyOf(request.ConsistentRead),
      capacity: request.ReturnConsumedCapacity ?? 'NONE',
      limit: request.Limit,
      itemOnFailure: request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
      fingerprint,
      start: statement.kind === 'select' ? startOf(token, fingerprint) : undefined,
    };
  });
}

/** Throws `ValueFault` for a token of another statement. */
function startOf(token: string | undefined, fingerprint: string): PageToken | undefined {
  if (token === undefined) return undefined;
  const start = decodePageToken(token);
  if (start.fingerprint === fingerprint) return start;
  throw new ValueFault('NextToken does not match request');
}

function run(request: ExecuteStatementRequest, context: RouterContext): string {
  const { statement } = request;
  return statement.kind === 'select'
    ? runSelect(request, statement, context)
    : runWrite(request, statement, context);
}

function runSelect(
  request: ExecuteStatementRequest,
  select: SelectStatement,
  context: RouterContext,
): string {
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
  const key = page.stoppedAt && positionIn(source, decodeItem(page.stoppedAt.text));
  const token = key && encodePageToken({ fingerprint, key });
  return objectText({
    Items: arrayText(page.texts),
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
  });
  const row = returnedRow(statement, made);
  return objectText({
    Items: arrayText(row === undefined ? [] : [row]),
    ConsumedCapacity: jsonText(consumedCapacity(capacity, tableName, made)),
  });
}

export const executeStatement: Operation<ExecuteStatementRequest> = {
  name: 'ExecuteStatement',
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
  touches: ({ statement }, scope) => [statementTouch(scope, statement)],
  run,
};
