/**
 * INSERT, UPDATE and DELETE as the writes that PutItem, UpdateItem and DeleteItem are.
 */
import { GivenImage } from '../../partition/image/stored-image.ts';
import type { Condition } from '../../expression/condition/condition.ts';
import { attributesOf } from '../../item/attributes.ts';
import type { KeySchema } from '../../item/key-schema.ts';
import { checkKeyOfInsert, keyEqualitiesOf, keyOfWrite } from '../../partiql/statement-key.ts';
import type { KeyEqualities } from '../../partiql/statement-key.ts';
import type { WriteStatement } from '../../partiql/statements.ts';
import type { ItemWrite, WriteAction } from '../../partition/item-write.ts';
import { findKeyValueError } from '../../partition/key-check.ts';
import type { MadeWrite } from '../../partition/write-outcome.ts';
import { DUPLICATE_ITEM, refusalError } from '../../partition/write-refusal.ts';
import type { WriteRefusal } from '../../partition/write-refusal.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import { returnedAttributes } from '../items/single-write.ts';
import { guard } from '../request/value-wording.ts';
import type { ReturnValues } from '../request/write-parameters.ts';
import { STATEMENT_RULES } from './statement-members.ts';

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
        image: new GivenImage(item, sizeBytes),
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

/** The write of a statement outside a transaction. Throws what is wrong with its key. */
export function writeOf(statement: WriteStatement, table: Table): ItemWrite {
  const { keySchema } = table;
  const attributes = guard(STATEMENT_RULES, () => {
    if (statement.kind !== 'insert')
      return keyOfWrite(equalitiesOf(statement, keySchema), keySchema);
    checkKeyOfInsert(statement.item, keySchema);
    return statement.item;
  });
  const error = findKeyValueError(keySchema, attributesOf(attributes));
  if (error !== undefined) throw error;
  return { table, ...lowerWrite(statement, attributes, keySchema) };
}

/** What a write outside a transaction is refused with. */
export function statementRefusal(
  statement: WriteStatement,
  refusal: WriteRefusal,
  itemOnFailure: boolean,
): DynamoError {
  if (refusal.kind === 'condition' && statement.kind === 'insert') {
    return new DynamoError('DuplicateItemException', DUPLICATE_ITEM);
  }
  return refusalError(refusal, itemOnFailure);
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
export function returnedRow(statement: WriteStatement, made: MadeWrite): string | undefined {
  return returnedAttributes(returnedImageOf(statement), made);
}
