/**
 * What a Query or Scan reads: a table, or one of its indexes.
 */
import type { BoundIndexCondition } from '../expression/key-condition/index-key-condition.ts';
import { bindIndexCondition } from '../expression/key-condition/index-key-condition.ts';
import type { KeyCondition } from '../expression/key-condition/key-condition-nodes.ts';
import { bindKeyCondition } from '../expression/key-condition/key-condition.ts';
import { attributesOf } from '../item/attributes.ts';
import { entryKeyOf } from '../item/index-key.ts';
import type { KeyAttribute } from '../item/key-schema.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { collectionRange, keyConditionRange } from './collection-range.ts';
import { indexCollectionRange, indexConditionRange } from './index-range.ts';
import type { SecondaryIndex } from '../placement/secondary-index.ts';
import type { Table } from '../placement/table-catalog.ts';
import type { KeyRange, TreeId } from '../storage/store.ts';
import type { Item } from '../wire/attribute-value.ts';
import { findAttribute } from '../wire/attribute-value.ts';
import { validationError } from '../wire/dynamo-error.ts';
import { checkKeyValue, getKeyBytes, getKeyOfParameter, KEY_MISMATCH } from './key-check.ts';

/** A key condition held against the key schema of what is read. */
export interface BoundQuery {
  /** The keys of the whole item collection. */
  readonly collection: KeyRange;
  /** Those that meet the condition. */
  readonly range: KeyRange;
}

export interface ReadSource {
  readonly table: Table;
  /** Undefined for the table itself. */
  readonly index: SecondaryIndex | undefined;
  readonly tree: TreeId;
  /** The attributes that choose and order its items: none of them may be filtered by a query. */
  readonly keyNames: readonly string[];
  /** The attributes of its start keys and last keys. */
  readonly positionNames: readonly string[];
  /** Throws `ValueFault` and `DynamoError`. */
  readonly bind: (condition: KeyCondition) => BoundQuery;
  /** The key bytes of a start key; throws what is wrong with it. */
  readonly positionOf: (startKey: Item) => KeyBytes;
}

/** The table, or the index of it that is called `indexName`. Throws for an unknown one. */
export function readSource(table: Table, indexName: string | undefined): ReadSource {
  if (indexName === undefined) return tableSource(table);
  const index = table.indexes.all.find(({ name }) => name === indexName);
  if (index === undefined) {
    throw validationError(`The table does not have the specified index: ${indexName}`);
  }
  if (!index.isWhole) {
    throw validationError(`Cannot read from backfilling global secondary index: ${indexName}`);
  }
  return indexSource(table, index);
}

function tableSource(table: Table): ReadSource {
  const { keySchema } = table;
  const { partitionKey, sortKey } = keySchema;
  const keyNames = namesOf(sortKey === undefined ? [partitionKey] : [partitionKey, sortKey]);
  return {
    table,
    index: undefined,
    tree: table.tree,
    keyNames,
    positionNames: keyNames,
    bind: (condition) => {
      const bound = bindKeyCondition(condition, keySchema);
      checkKeyValue(partitionKey, bound.partition, 'partition');
      if (sortKey !== undefined)
        for (const value of valuesOf(bound.sort)) checkKeyValue(sortKey, value, 'sort');
      return {
        collection: collectionRange(keySchema, bound.partition),
        range: keyConditionRange(keySchema, bound),
      };
    },
    positionOf: (startKey) => getKeyOfParameter(keySchema, startKey),
  };
}

function indexSource(table: Table, index: SecondaryIndex): ReadSource {
  const { keySchema } = index;
  const { partitionKey, sortKey } = table.keySchema;
  const tableKey = sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
  const keys = [...keySchema.hash, ...keySchema.range];
  const keyNames = namesOf(keys);
  const positionNames = [...new Set([...keyNames, ...namesOf(tableKey)])];
  return {
    table,
    index,
    tree: index.tree,
    keyNames,
    positionNames,
    bind: (condition) => {
      const bound = bindIndexCondition(condition, keySchema);
      checkIndexValues(index, bound);
      return {
        collection: indexCollectionRange(bound.hash),
        range: indexConditionRange(bound),
      };
    },
    positionOf: (startKey) => {
      const matches =
        Object.keys(startKey).length === positionNames.length &&
        [...keys, ...tableKey].every(({ name, type }) => {
          const value = findAttribute(startKey, name);
          return value !== undefined && type in value;
        });
      if (!matches) throw validationError(KEY_MISMATCH);
      const itemKey = getKeyBytes(table.keySchema, startKey);
      const position = entryKeyOf(keySchema, attributesOf(startKey), itemKey);
      if (position === undefined) throw validationError(KEY_MISMATCH);
      return position;
    },
  };
}

/** Key values of a query obey the rules of key values in items. */
function checkIndexValues({ keySchema }: SecondaryIndex, bound: BoundIndexCondition): void {
  const { hash, range } = keySchema;
  hash.forEach((key, i) => {
    checkKeyValue(key, bound.hash[i], 'partition');
  });
  const values = [...bound.equal.map((value) => [value]), valuesOf(bound.sort)];
  values.forEach((each, i) => {
    const key = range[i];
    if (key !== undefined) for (const value of each) checkKeyValue(key, value, 'sort');
  });
}

function valuesOf(sort: BoundIndexCondition['sort']): readonly Item[string][] {
  if (sort === undefined) return [];
  if (sort.kind === 'between') return [sort.lower, sort.upper];
  return [sort.kind === 'begins_with' ? sort.prefix : sort.value];
}

function namesOf(keys: readonly KeyAttribute[]): readonly string[] {
  return keys.map(({ name }) => name);
}

/** The attributes of `item` that tell where a read stopped. */
export function positionIn({ positionNames }: ReadSource, item: Item): Item {
  return Object.fromEntries(
    positionNames.flatMap((name) => {
      const value = findAttribute(item, name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
