import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { decodePageToken } from '../../partiql/next-token.ts';
import type { PageToken } from '../../partiql/next-token.ts';
import type { Statement } from '../../partiql/statements.ts';
import { fingerprintOf } from '../../transaction/fingerprint.ts';
import { integer, string } from '../../wire/shapes/scalars.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
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

const TOKEN_LENGTH_MAX = 32_768;
const readShape = requestShape({
  ReturnConsumedCapacity: returnConsumedCapacity,
  ...statementMembers,
  ConsistentRead: consistentRead,
  NextToken: string({ min: 1, max: TOKEN_LENGTH_MAX }),
  Limit: integer({ min: 1 }),
});

export interface ExecuteStatementRequest {
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

export const executeStatementReader: RequestParser<ExecuteStatementRequest> = {
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
};
