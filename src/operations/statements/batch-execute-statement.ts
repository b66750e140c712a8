import { consumedCapacityByTable } from '../../capacity/consumed-capacity.ts';
import type {
  ConsumedCapacity,
  NamedAccess,
  ReturnConsumedCapacity,
} from '../../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import { projectItem } from '../../expression/projection/projection.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { SelectStatement, Statement, WriteStatement } from '../../partiql/statements.ts';
import type { ItemWrite } from '../../partition/item-write.ts';
import { getKeyOfParameter } from '../../partition/key-check.ts';
import { findProjectionKeyFault } from '../../partition/key-attribute-use.ts';
import { decodeItem } from '../../partition/stored-image.ts';
import { readItems, writeItems } from '../../partition/table-access.ts';
import type { FoundItem, ItemRead } from '../../partition/table-access.ts';
import type { WriteOutcome } from '../../partition/write-outcome.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { list } from '../../wire/shapes/collections.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
import { requestShape, required, structure } from '../../wire/shapes/structure.ts';
import type { RouterContext } from '../context.ts';
import { MANY_VALUES } from '../operation.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { arrayText, jsonText, objectText } from '../request/answer-text.ts';
import { returnConsumedCapacity } from '../request/common-members.ts';
import { DistinctItems } from '../request/distinct-items.ts';
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
import { checkRead, getSelectedKey } from './statement-read.ts';
import { returnedImageOf, returnedRow, statementRefusal, writeOf } from './statement-write.ts';
import { statementTouch } from './statement-touch.ts';

const STATEMENTS_MAX = 25;
const NOT_BY_KEY =
  'Select statements within BatchExecuteStatement must specify the primary key in the where clause.';

const batchStatement = structure('BatchStatementRequest', {
  ...statementMembers,
  ConsistentRead: consistentRead,
});
const readShape = requestShape({
  ReturnConsumedCapacity: returnConsumedCapacity,
  Statements: required(list(batchStatement, { min: 1, max: STATEMENTS_MAX })),
});

/** One statement of a batch, or what it was refused with: that is its own affair. */
type Member =
  | {
      readonly kind: 'read';
      readonly select: SelectStatement;
      readonly consistency: ReadConsistency;
    }
  | { readonly kind: 'write'; readonly statement: WriteStatement }
  | { readonly kind: 'refused'; readonly error: DynamoError };

interface BatchExecuteStatementRequest {
  readonly members: readonly Member[];
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

function parseMember(request: ReadBy<typeof batchStatement>): Member {
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
function orRefused<T>(run: () => T): T | { readonly kind: 'refused'; readonly error: DynamoError } {
  try {
    return run();
  } catch (error) {
    const isOwn = error instanceof DynamoError && error.name !== 'SerializationException';
    if (!isOwn) throw error;
    return { kind: 'refused', error };
  }
}

/** A statement with its table and its item found. */
type PlacedMember =
  | (Member & { readonly kind: 'refused' })
  | { readonly kind: 'read'; readonly select: SelectStatement; readonly read: ItemRead }
  | { readonly kind: 'write'; readonly statement: WriteStatement; readonly write: ItemWrite };

/** Throws where two statements are about one item. */
function placeMembers(members: readonly Member[], context: RouterContext): readonly PlacedMember[] {
  const distinct = new DistinctItems('Provided list of item keys contains duplicates');
  return members.map((member) => {
    const placed = orRefused(() => placeMember(member, context));
    if (placed.kind === 'refused') return placed;
    const { table, attributes } = placed;
    distinct.add(table, attributes);
    return placed.member;
  });
}

/** A member with what tells its item from others. */
interface PlacedItem {
  readonly kind: 'placed';
  readonly member: PlacedMember;
  readonly table: Table;
  readonly attributes: Item;
}

function placeMember(
  member: Member,
  context: RouterContext,
): PlacedItem | (Member & { readonly kind: 'refused' }) {
  if (member.kind === 'refused') return member;
  if (member.kind === 'write') {
    const { statement } = member;
    const write = writeOf(statement, getTable(context, statement.table));
    return { kind: 'placed', member: { ...member, write }, ...write };
  }
  const { select, consistency } = member;
  guard(STATEMENT_RULES, () => {
    checkRead(select, context);
  });
  const table = getTable(context, select.table);
  const attributes = guard(STATEMENT_RULES, () => getSelectedKey(select, table, NOT_BY_KEY));
  const fault = findProjectionKeyFault(table, select.projection);
  if (fault !== undefined) throw validationError(fault);
  const key = getKeyOfParameter(table.keySchema, attributes);
  const read = { table, key, consistency };
  return { kind: 'placed', member: { kind: 'read', select, read }, table, attributes };
}

/** What came of one statement. */
interface Slot {
  readonly text: string;
  /** Of a statement that came to its table. */
  readonly access?: NamedAccess & { readonly hasFailed: boolean };
}

function run(request: BatchExecuteStatementRequest, context: RouterContext): string {
  const members = placeMembers(request.members, context);
  const reads = members.flatMap((member) => (member.kind === 'read' ? [member.read] : []));
  const writes = members.flatMap((member) => (member.kind === 'write' ? [member] : []));
  const found = readItems(context, reads).values();
  const outcomes = writeItems(
    context,
    writes.map(({ write }) => write),
    {
      refuse: () => undefined,
      showsBefore: writes.some(({ statement }) => returnedImageOf(statement) !== 'NONE'),
    },
  ).values();
  const slots = members.map((member): Slot => {
    switch (member.kind) {
      case 'refused':
        return { text: objectText({ Error: errorText(member.error) }) };
      case 'read':
        return readSlot(member.select, member.read.table, mustHave(found.next().value));
      case 'write':
        return writeSlot(member.statement, mustHave(outcomes.next().value));
    }
  });
  return objectText({
    Responses: arrayText(slots.map(({ text }) => text)),
    ConsumedCapacity: jsonText(capacityOf(slots, request.capacity)),
  });
}

function mustHave<T>(outcome: T | undefined): T {
  invariant(outcome !== undefined, 'every statement that came to its table has an outcome');
  return outcome;
}

function readSlot(
  { projection, table: tableName }: SelectStatement,
  { name }: Table,
  access: FoundItem,
): Slot {
  const { item } = access;
  let row = item?.text;
  if (item !== undefined && projection !== undefined) {
    const projected = projectItem(projection, decodeItem(item.text));
    row = Object.keys(projected).length === 0 ? undefined : JSON.stringify(projected);
  }
  const text = objectText({ TableName: JSON.stringify(name), Item: row });
  return { text, access: { tableName, access, hasFailed: false } };
}

/** ReturnValuesOnConditionCheckFailure is taken and does nothing. Source: api-surface.md. */
function writeSlot(statement: WriteStatement, outcome: WriteOutcome): Slot {
  const TableName = JSON.stringify(outcome.write.table.name);
  const access = { tableName: statement.table, access: outcome };
  if (outcome.refusal === undefined) {
    const text = objectText({ TableName, Item: returnedRow(statement, outcome) });
    return { text, access: { ...access, hasFailed: false } };
  }
  const error = statementRefusal(statement, outcome.refusal, false);
  const text = objectText({ Error: errorText(error), TableName });
  return { text, access: { ...access, hasFailed: true } };
}

/** Codes of slots by the names of errors. Source: api-surface.md, BatchExecuteStatement. */
const CODES: Readonly<Record<string, string>> = {
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  ItemCollectionSizeLimitExceededException: 'ItemCollectionSizeLimitExceeded',
  ValidationException: 'ValidationError',
  TransactionConflictException: 'TransactionConflict',
  ResourceNotFoundException: 'ResourceNotFound',
  AccessDeniedException: 'AccessDenied',
  DuplicateItemException: 'DuplicateItem',
};

function errorText({ name, message }: DynamoError): string {
  return JSON.stringify({ Code: CODES[name] ?? 'InternalServerError', Message: message });
}

/**
 * Failed writes are added to their table's units, though to none of its arms, where another statement on it succeeded.
 * Source: capacity.md section 1.
 */
function capacityOf(
  slots: readonly Slot[],
  mode: ReturnConsumedCapacity,
): readonly ConsumedCapacity[] | undefined {
  const accesses = slots.flatMap(({ access }) => (access === undefined ? [] : [access]));
  const done = accesses.filter(({ hasFailed }) => !hasFailed);
  if (done.length === 0) return undefined;
  return consumedCapacityByTable(mode, done)?.map((each) => {
    const failed = accesses.filter(
      ({ hasFailed, tableName }) => hasFailed && tableName === each.TableName,
    );
    const units = failed.reduce(
      (sum, { access }) => sum + access.charge().units,
      each.CapacityUnits,
    );
    return { ...each, CapacityUnits: units };
  });
}

export const batchExecuteStatement: Operation<BatchExecuteStatementRequest> = {
  name: 'BatchExecuteStatement',
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
  touches: ({ members }, scope) =>
    members.flatMap((member) => {
      if (member.kind === 'refused') return [];
      return statementTouch(scope, member.kind === 'read' ? member.select : member.statement);
    }),
  run,
};
