import { consumedCapacityByTable } from '../../capacity/consumed-capacity.ts';
import type {
  CapacityCharge,
  ConsumedCapacity,
  ReturnConsumedCapacity,
} from '../../capacity/consumed-capacity.ts';
import { readUnits, writeUnits } from '../../capacity/units.ts';
import type { ReadConsistency } from '../../capacity/units.ts';
import { projectItem } from '../../expression/projection/projection.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { SelectStatement, Statement, WriteStatement } from '../../partiql/statements.ts';
import { CollectionGrowth } from '../../partition/item-collection.ts';
import { parseItem } from '../../partition/stored-image.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { Change } from '../../storage/store.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { list } from '../../wire/shapes/collections.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
import { requestShape, required, structure } from '../../wire/shapes/structure.ts';
import { arrayText, jsonText, objectText } from '../request/answer-text.ts';
import { returnConsumedCapacity } from '../request/common-members.ts';
import type { RouterContext } from '../context.ts';
import { DistinctItems } from '../request/distinct-items.ts';
import { needItems } from '../request/item-reads.ts';
import { getKeyOfParameter } from '../../partition/key-check.ts';
import { findProjectionKeyFault } from '../../partition/key-use.ts';
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
import type { WriteGround } from '../items/single-write.ts';
import { checkRead, getSelectedKey } from './statement-read.ts';
import {
  carriedBytes,
  chargeOf,
  decideStatementWrite,
  placeWrite,
  returnedImageOf,
  returnedRow,
} from './statement-write.ts';
import type { PlacedWrite } from './statement-write.ts';
import { guard } from '../request/value-layer.ts';

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
  | (Member & { readonly kind: 'read' } & { readonly table: Table; readonly key: KeyBytes })
  | (Member & { readonly kind: 'write' } & { readonly table: Table; readonly placed: PlacedWrite });

/** Throws where two statements are about one item. */
function placeMembers(members: readonly Member[], context: RouterContext): readonly PlacedMember[] {
  const distinct = new DistinctItems('Provided list of item keys contains duplicates');
  const found = members.map((member) => orRefused(() => placeMember(member, context)));
  for (const each of found) {
    if (each.kind !== 'refused') distinct.add(each.table, each.attributes);
  }
  return found;
}

function placeMember(
  member: Member,
  context: RouterContext,
): (PlacedMember & { readonly attributes: Item }) | (Member & { readonly kind: 'refused' }) {
  if (member.kind === 'refused') return member;
  if (member.kind === 'write') {
    const { statement } = member;
    const table = getTable(context, statement.table);
    const placed = placeWrite(statement, table);
    return { ...member, table, placed, attributes: placed.attributes };
  }
  const { select } = member;
  guard(STATEMENT_RULES, () => {
    checkRead(select, context.store);
  });
  const table = getTable(context, select.table);
  const attributes = guard(STATEMENT_RULES, () => getSelectedKey(select, table, NOT_BY_KEY));
  const fault = findProjectionKeyFault(table, select.projection);
  if (fault !== undefined) throw validationError(fault);
  return { ...member, table, key: getKeyOfParameter(table.keySchema, attributes), attributes };
}

/** What came of one statement. */
interface Slot {
  readonly text: string;
  readonly charge: CapacityCharge | undefined;
  /** Of a write that failed. */
  readonly failedUnits?: CapacityCharge;
  readonly changes?: readonly Change[];
}

function run(request: BatchExecuteStatementRequest, context: RouterContext): string {
  const { store } = context;
  const members = placeMembers(request.members, context);
  needItems(
    store,
    members.flatMap((member) => {
      if (member.kind === 'refused') return [];
      const key = member.kind === 'read' ? member.key : member.placed.key;
      return [{ table: member.table, key }];
    }),
  );
  const growth = new CollectionGrowth(store);
  const slots = members.map((member) => {
    switch (member.kind) {
      case 'refused':
        return { text: objectText({ Error: errorText(member.error) }), charge: undefined };
      case 'read':
        return readSlot(member, context);
      case 'write':
        return writeSlot(member, { store, growth });
    }
  });
  const answer = objectText({
    Responses: arrayText(slots.map(({ text }) => text)),
    ConsumedCapacity: jsonText(capacityOf(slots, request.capacity)),
  });
  const changes = slots.flatMap((slot) => slot.changes ?? []);
  if (changes.length > 0) store.append(changes);
  return answer;
}

function readSlot(
  { select, table, key, consistency }: PlacedMember & { readonly kind: 'read' },
  { store }: RouterContext,
): Slot {
  const stored = store.get(table.tree, key);
  const { projection, table: tableName } = select;
  const charge = { tableName, units: readUnits(stored?.sizeBytes ?? 0, consistency) };
  let item = stored?.text;
  if (stored !== undefined && projection !== undefined) {
    const row = projectItem(projection, parseItem(stored.text));
    item = Object.keys(row).length === 0 ? undefined : JSON.stringify(row);
  }
  return { text: objectText({ TableName: JSON.stringify(table.name), Item: item }), charge };
}

/** ReturnValuesOnConditionCheckFailure is taken and does nothing. Source: api-surface.md. */
function writeSlot(
  { statement, table, placed }: PlacedMember & { readonly kind: 'write' },
  ground: WriteGround,
): Slot {
  const { table: tableName } = statement;
  const values = returnedImageOf(statement);
  const returns = {
    tableName,
    values,
    capacity: 'TOTAL',
    itemOnFailure: false,
    metrics: false,
  } as const;
  const TableName = JSON.stringify(table.name);
  const decided = orRefused(() => {
    return guard(STATEMENT_RULES, () =>
      decideStatementWrite(statement, placed, table, { ...ground, returns }),
    );
  });
  if ('error' in decided) {
    const stored = ground.store.get(table.tree, placed.key);
    const units = writeUnits(stored?.sizeBytes ?? 0, carriedBytes(statement));
    const text = objectText({ Error: errorText(decided.error), TableName });
    return { text, charge: undefined, failedUnits: { tableName, units } };
  }
  return {
    text: objectText({ TableName, Item: returnedRow(statement, decided) }),
    charge: chargeOf(decided, tableName),
    changes: decided.decision.changes,
  };
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
  const charges = slots.flatMap(({ charge }) => (charge === undefined ? [] : [charge]));
  if (charges.length === 0) return undefined;
  const failed = new Map<string, number>();
  for (const { failedUnits } of slots) {
    if (failedUnits === undefined) continue;
    const { tableName, units } = failedUnits;
    failed.set(tableName, (failed.get(tableName) ?? 0) + units);
  }
  return consumedCapacityByTable(mode, charges)?.map((each) => ({
    ...each,
    CapacityUnits: each.CapacityUnits + (failed.get(each.TableName) ?? 0),
  }));
}

export const batchExecuteStatement: Operation<BatchExecuteStatementRequest> = {
  name: 'BatchExecuteStatement',
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
  run,
};
