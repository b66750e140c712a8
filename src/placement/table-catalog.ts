import type { KeySchema } from '../item/key-schema.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { collection } from '../storage/system-record.ts';
import { BEHIND_TABLES, PLACES } from '../storage/system-tree.ts';
import type { Change, Store, TreeId } from '../storage/store.ts';
import type { StoredItem } from '../storage/stored-item.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import type { TableIndexes } from './secondary-index.ts';
import { indexesOf, keySchemaOf } from './key-schemas.ts';
import { decodePartitions } from './partition-map.ts';
import type { PartitionMap } from './partition-map.ts';
import { hasOtherRegions } from './region-group.ts';
import { findLocalName, parseTableArn, regionOfArn } from './table-arn.ts';
import type { ArnScope } from './table-arn.ts';
import { isTable } from './record/table.ts';
import type { TableRecord } from './record/table.ts';

/** A table as operations use it. The same object until its record changes. */
export interface Table {
  readonly record: TableRecord;
  readonly name: string;
  readonly tree: TreeId;
  readonly keySchema: KeySchema;
  readonly indexes: TableIndexes;
  readonly partitions: PartitionMap;
  /** Whether the log has to keep the items that writes replace. */
  readonly keepsImages: boolean;
  /** The attribute that says when an item expires; undefined while none does. */
  readonly expiryAttribute: string | undefined;
  /** The tree of tombstones, while other Regions have the table too. */
  readonly tombstones: TreeId | undefined;
}

/** Where tables are looked up: a store and the names that make its ARNs. */
export interface CatalogScope extends ArnScope {
  readonly store: Store;
}

/** The catalog. Table names are ASCII, so their characters are their bytes. */
const catalog = collection(PLACES.table, isTable);

/** Parsed records by the stored item they came from: an item is never changed, only replaced. */
const parsed = new WeakMap<StoredItem, Table>();

/** The table called `name`, a valid table name. */
export function findTable(store: Store, name: string): Table | undefined {
  const key = catalog.key(name);
  const item = store.find(catalog.tree, key);
  return item === undefined ? undefined : tableOf(key, item);
}

/** The table that a data-plane request names by its bare name or its ARN. */
export function getTable(scope: CatalogScope, nameOrArn: string): Table {
  const found = findTable(scope.store, localTableName(scope, nameOrArn));
  if (found === undefined || found.record.status === 'CREATING') {
    throw new DynamoError('ResourceNotFoundException', 'Requested resource not found');
  }
  return found;
}

/** As {@link getTable}, undefined for whatever names no table of this Region and account. */
export function findTableNamed(scope: CatalogScope, nameOrArn: string): Table | undefined {
  const name = nameOrArn.startsWith('arn:') ? findLocalName(scope, nameOrArn) : nameOrArn;
  return name === undefined ? undefined : findTable(scope.store, name);
}

const DESCRIBING: ReadonlySet<string> = new Set(['DescribeTable', 'DeleteTable', 'UpdateTable']);

/** As {@link getTable}, in the words of the control plane. */
export function getTableForControl(
  scope: CatalogScope,
  nameOrArn: string,
  operation: string,
): Table {
  const name = localTableName(scope, nameOrArn);
  const found = findTable(scope.store, name);
  // Of a region replica that is being filled nothing is known but its description.
  if (found === undefined || (found.record.status === 'CREATING' && !DESCRIBING.has(operation))) {
    throw tableNotFound(name);
  }
  return found;
}

/** A missing table in the words of the control plane. */
export function tableNotFound(name: string): DynamoError {
  const message = `Requested resource not found: Table: ${name} not found`;
  return new DynamoError('ResourceNotFoundException', message);
}

/** The bare name of a table of this Region and account. */
export function localTableName(scope: ArnScope, nameOrArn: string): string {
  if (!nameOrArn.startsWith('arn:')) return nameOrArn;
  return parseTableArn(scope, nameOrArn);
}

/** At most `limit` table names above `after` in byte order, and whether more follow. */
export function listTableNames(
  store: Store,
  after: string | undefined,
  limit: number,
): { readonly names: readonly string[]; readonly hasMore: boolean } {
  const names: string[] = [];
  let hasMore = false;
  // No key lies between a name and the name followed by a zero byte.
  const from = (after === undefined ? '' : `${after}\0`) as KeyBytes;
  store.scan(catalog.tree, { from, to: BEHIND_TABLES }, { reverse: false }, (key) => {
    if (names.length === limit) {
      hasMore = true;
      return false;
    }
    names.push(key);
    return true;
  });
  return { names, hasMore };
}

/** Visits the tables from the name `from` on, in byte order of their names, until `visit` answers false. */
export function visitTables(
  store: Store,
  from: string,
  visit: (record: TableRecord) => boolean,
): void {
  const range = { from: catalog.key(from), to: BEHIND_TABLES };
  store.scan(catalog.tree, range, { reverse: false }, (key, item) =>
    visit(tableOf(key, item).record),
  );
}

/** Stores the record under its name, new or replaced. */
export function putTable(record: TableRecord): Change {
  return catalog.put(record.name, record);
}

/** Forgets the table and everything in it. */
export function dropTable(table: Table): readonly Change[] {
  const tombstones = tombstoneTreeOf(table.record);
  return [
    catalog.remove(table.name),
    { kind: 'dropTree', tree: table.tree },
    ...table.indexes.all.map(({ tree }): Change => ({ kind: 'dropTree', tree })),
    ...(tombstones === undefined ? [] : [{ kind: 'dropTree', tree: tombstones } as const]),
  ];
}

function tableOf(key: KeyBytes, item: StoredItem): Table {
  const known = parsed.get(item);
  if (known !== undefined) return known;
  const record = catalog.decode(key, item);
  const tombstones = tombstonesOf(record);
  const table: Table = {
    record,
    name: record.name,
    tree: record.tree as TreeId,
    keySchema: keySchemaOf(record),
    indexes: indexesOf(record),
    partitions: decodePartitions(record.partitions),
    keepsImages: record.stream !== undefined || tombstones !== undefined,
    expiryAttribute: record.timeToLive?.attribute,
    tombstones,
  };
  parsed.set(item, table);
  return table;
}

function tombstonesOf(record: TableRecord): TreeId | undefined {
  const tree = tombstoneTreeOf(record);
  return tree !== undefined && hasOtherRegions(record, regionOfArn(record.arn)) ? tree : undefined;
}

/** The tree of the tombstones of a table that is, or was, part of a global table. */
export function tombstoneTreeOf({ replicas }: TableRecord): TreeId | undefined {
  return replicas?.tombstoneTree as TreeId | undefined;
}

/** All tables, by name. */
export function tablesOf(store: Store): readonly Table[] {
  const tables: Table[] = [];
  const whole = { from: '' as KeyBytes, to: BEHIND_TABLES };
  store.scan(catalog.tree, whole, { reverse: false }, (key, item) => {
    tables.push(tableOf(key, item));
    return true;
  });
  return tables;
}

/** Name of the table whose items or index entries lie in `tree`, for reports; undefined when no table has that tree. */
export function tableNameOfTree(store: Store, tree: TreeId): string | undefined {
  const holds = (table: Table): boolean =>
    table.tree === tree || table.indexes.all.some((index) => index.tree === tree);
  return tablesOf(store).find(holds)?.name;
}
