/**
 * The answer of BatchExecuteStatement: a slot a statement, whatever came of it.
 */
import { consumedCapacityByTable } from '../../capacity/consumed-capacity.ts';
import type {
  ConsumedCapacity,
  NamedAccess,
  ReturnConsumedCapacity,
} from '../../capacity/consumed-capacity.ts';
import type { SelectStatement, WriteStatement } from '../../partiql/statements.ts';
import type { FoundItem } from '../../partition/table-access.ts';
import type { WriteOutcome } from '../../partition/write-outcome.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { DynamoError } from '../../wire/dynamo-error.ts';
import { arrayText, jsonText, objectText } from '../request/answer-parts.ts';
import { projectedItem } from '../request/read-parameters.ts';
import { returnedRow, statementRefusal } from './statement-write.ts';

/** What came of one statement. */
export interface Slot {
  readonly text: string;
  /** Of a statement that came to its table. */
  readonly access?: NamedAccess & { readonly hasFailed: boolean };
}

export function refusedSlot(error: DynamoError): Slot {
  return { text: objectText({ Error: errorText(error) }) };
}

export function readSlot(
  { projection, table: tableName }: SelectStatement,
  { name }: Table,
  access: FoundItem,
): Slot {
  const item = projectedItem(access.item, projection)?.json;
  const text = objectText({ TableName: JSON.stringify(name), Item: item });
  return { text, access: { tableName, access, hasFailed: false } };
}

/** ReturnValuesOnConditionCheckFailure is taken and does nothing. Source: api-surface.md. */
export function writeSlot(statement: WriteStatement, outcome: WriteOutcome): Slot {
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

export function slotsAnswer(slots: readonly Slot[], mode: ReturnConsumedCapacity): string {
  return objectText({
    Responses: arrayText(slots.map(({ text }) => text)),
    ConsumedCapacity: jsonText(capacityOf(slots, mode)),
  });
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
