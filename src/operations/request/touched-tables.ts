/**
 * What requests touch, put together from what they were parsed into. What a request would be refused for leaves its touch without keys or ranges.
 */
import type { Condition } from '../../expression/condition/condition.ts';
import { conditionAttributes } from '../../expression/condition/condition.ts';
import type { Projection } from '../../expression/projection/projection.ts';
import { projectionAttributes } from '../../expression/projection/projection.ts';
import { updateAttributes } from '../../expression/update/update.ts';
import type { KeySchema } from '../../item/key-schema.ts';
import { ValueFault } from '../../item/value-fault.ts';
import type { WriteAction } from '../../partition/item-write.ts';
import { findTableNamed } from '../../placement/table-catalog.ts';
import type { CatalogScope } from '../../placement/table-catalog.ts';
import type { ArnScope } from '../../placement/table-arn.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { findAttribute } from '../../wire/attribute-value.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import type { Touch } from '../touch.ts';

const ARN = /^arn:aws:dynamodb:([^:]*):([^:]*):table\/([^/]+)/;

/** The bare name of the table that a name or an ARN names, the ARN of a stream, too; the ARN itself where it is of elsewhere. */
export function touchedTable({ region, accountId }: ArnScope, nameOrArn: string): string {
  const [, ofRegion, ofAccount, name] = ARN.exec(nameOrArn) ?? [];
  return ofRegion === region && ofAccount === accountId ? (name ?? nameOrArn) : nameOrArn;
}

/** Of the control plane, where there is a table to name: by its name, or by an ARN of it or of its stream. */
export function settingsTouch(
  scope: ArnScope,
  access: Touch['access'],
  nameOrArn: string | undefined,
): readonly Touch[] {
  if (nameOrArn === undefined) return [];
  return [{ table: touchedTable(scope, nameOrArn), access, part: 'settings' }];
}

/** Of a reader of a stream. */
export function streamTouch(scope: ArnScope, nameOrArn: string | undefined): readonly Touch[] {
  if (nameOrArn === undefined) return [];
  return [{ table: touchedTable(scope, nameOrArn), access: 'read', part: 'stream' }];
}

/** Of reads by key. */
export function keyTouch(
  scope: ArnScope,
  tableName: string,
  keys: readonly Item[],
  projection: Projection | undefined,
): Touch {
  const table = touchedTable(scope, tableName);
  return { table, access: 'read', part: 'items', keys, attributes: namedBy(projection) };
}

interface TouchingWrite {
  readonly tableName: string;
  /** The item to put, or the key attributes. */
  readonly attributes: Item;
  readonly action: WriteAction;
  readonly condition?: Condition | undefined;
}

/** Of one write. The key of an item to put is known where its table is. */
export function writeTouch(
  scope: CatalogScope,
  { tableName, attributes, action, condition }: TouchingWrite,
): Touch {
  const updated =
    action.kind === 'update' && action.update !== undefined ? updateAttributes(action.update) : [];
  const tested = condition === undefined ? [] : conditionAttributes(condition);
  return {
    table: touchedTable(scope, tableName),
    access: action.kind === 'check' ? 'read' : 'write',
    part: 'items',
    keys: action.kind === 'put' ? keyOfItem(scope, tableName, attributes) : [attributes],
    attributes: [...new Set([...Object.keys(attributes), ...updated, ...tested])],
  };
}

/** The top-level attributes that a read names; undefined where it asks for whole items. */
export function namedBy(
  projection: Projection | undefined,
  filter?: Condition,
): readonly string[] | undefined {
  if (projection === undefined) return undefined;
  const filtered = filter === undefined ? [] : conditionAttributes(filter);
  return [...new Set([...projectionAttributes(projection), ...filtered])];
}

function keyOfItem(
  scope: CatalogScope,
  tableName: string,
  item: Item,
): readonly Item[] | undefined {
  const table = findTableNamed(scope, tableName);
  return table && [keyAttributes(table.keySchema, item)];
}

function keyAttributes({ partitionKey, sortKey }: KeySchema, item: Item): Item {
  const names = sortKey === undefined ? [partitionKey.name] : [partitionKey.name, sortKey.name];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = findAttribute(item, name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** What `find` finds; undefined where the request would be refused. */
export function unlessRefused<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof DynamoError || error instanceof ValueFault) return undefined;
    throw error;
  }
}
