/**
 * INSERT, UPDATE and DELETE as the writes that PutItem, UpdateItem and DeleteItem are.
 */
import type { CapacityCharge } from '../../capacity/consumed-capacity.ts';
import { writeUnits } from '../../capacity/units.ts';
import type { Condition } from '../../expression/condition/condition.ts';
import type { KeySchema } from '../../item/key-schema.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { checkKeyOfInsert, keyEqualitiesOf, keyOfWrite } from '../../partiql/statement-key.ts';
import type { KeyEqualities } from '../../partiql/statement-key.ts';
import type { WriteStatement } from '../../partiql/statements.ts';
import { indexWriteUnits } from '../../partition/index-charge.ts';
import { storedImage } from '../../partition/item-changes.ts';
import type { WriteAction } from '../../partition/item-write.ts';
import type { Table } from '../../placement/table-catalog.ts';
import { DUPLICATE_ITEM } from '../../transaction/cancellation.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import { jsonText } from '../request/answer-text.ts';
import { getKeyBytes } from '../../partition/key-check.ts';
import { decideSingleWrite } from '../items/single-write.ts';
import type { DecidedWrite, WriteGround } from '../items/single-write.ts';
import { STATEMENT_RULES } from './statement-members.ts';
import { guard } from '../request/value-layer.ts';
import type { ReturnValues, WriteReturns } from '../request/write-parameters.ts';

/** What a statement writes, but for its key. */
interface LoweredWrite {
  /** The item to insert, or the key attributes that the WHERE clause names. */
  readonly attributes: Item;
  readonly action: WriteAction;
  readonly condition: Condition | undefined;
}

/**
 * The write of a statement. An INSERT asks for nothing to be there; an UPDATE for its whole WHERE clause, which no missing
 * item meets; a DELETE for its WHERE clause where there is an item. Source: semantics.md section 7.
 */
export function lowerWrite(statement: WriteStatement, key: Item, schema: KeySchema): LoweredWrite {
  const missing = { kind: 'attribute_not_exists', path: [schema.partitionKey.name] } as const;
  switch (statement.kind) {
    case 'insert': {
      const { item, sizeBytes } = statement;
      const action = {
        kind: 'put',
        image: { item, text: JSON.stringify(item), sizeBytes },
      } as const;
      return { attributes: item, action, condition: missing };
    }
    case 'update': {
      const action = { kind: 'update', key, update: statement.update } as const;
      return { attributes: key, action, condition: statement.where };
    }
    case 'delete': {
      const { where } = statement;
      const { isAlone } = equalitiesOf(statement, schema);
      const condition: Condition | undefined =
        isAlone || where === undefined ? undefined : { kind: 'or', conditions: [missing, where] };
      return { attributes: key, action: { kind: 'delete' }, condition };
    }
  }
}

/** What the WHERE clause of a write asks of the key. */
export function equalitiesOf(
  statement: { readonly where: Condition | undefined },
  schema: KeySchema,
): KeyEqualities {
  return keyEqualitiesOf(statement.where, schema, { oneValueIn: false });
}

/** A write with its key found. */
export interface PlacedWrite extends LoweredWrite {
  readonly key: KeyBytes;
}

/** Throws what is wrong with the key of a write outside a transaction. */
export function placeWrite(statement: WriteStatement, { keySchema }: Table): PlacedWrite {
  const attributes = guard(STATEMENT_RULES, () => {
    if (statement.kind !== 'insert')
      return keyOfWrite(equalitiesOf(statement, keySchema), keySchema);
    checkKeyOfInsert(statement.item, keySchema);
    return statement.item;
  });
  const key = getKeyBytes(keySchema, attributes);
  return { ...lowerWrite(statement, attributes, keySchema), key };
}

/** Decides a write outside a transaction; throws what it is refused with. */
export function decideStatementWrite(
  statement: WriteStatement,
  placed: PlacedWrite,
  table: Table,
  { returns, ...ground }: WriteGround & { readonly returns: WriteReturns },
): DecidedWrite {
  const { action, condition } = placed;
  try {
    return decideSingleWrite({ action, condition, returns }, table, placed, ground);
  } catch (error) {
    const isFailed =
      error instanceof DynamoError && error.name === 'ConditionalCheckFailedException';
    if (!isFailed || statement.kind !== 'insert') throw error;
    throw new DynamoError('DuplicateItemException', DUPLICATE_ITEM);
  }
}

/** Which image a RETURNING clause asks for, as ReturnValues names it. */
export function returnedImageOf(statement: WriteStatement): ReturnValues {
  if (statement.kind === 'insert' || statement.returning === undefined) return 'NONE';
  const { which, image } = statement.returning;
  return which === 'ALL' ? `ALL_${image}` : `UPDATED_${image}`;
}

/**
 * JSON text of the row that RETURNING answers; undefined where there is none. The modified part of the new item is looked up
 * in it: behind a removed element stands the one that moved up. Source: semantics.md section 7.
 */
export function returnedRow(
  statement: WriteStatement,
  { decision, before }: DecidedWrite,
): string | undefined {
  const { after, updated } = decision;
  switch (returnedImageOf(statement)) {
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return before?.text;
    case 'ALL_NEW':
      return after?.text;
    case 'UPDATED_OLD':
      return jsonText(updated?.updatedOld);
    case 'UPDATED_NEW':
      return jsonText(updated?.updatedNew);
  }
}

/** What a write costs. */
export function chargeOf(
  { decision: { after }, place, before }: DecidedWrite,
  tableName: string,
): CapacityCharge {
  const units = writeUnits(before?.sizeBytes ?? 0, after?.sizeBytes ?? 0);
  return { tableName, units, indexes: indexWriteUnits(place, storedImage(before), after) };
}

/** Bytes that a write which failed carried along. */
export function carriedBytes(statement: WriteStatement): number {
  return statement.kind === 'insert' ? statement.sizeBytes : 0;
}
