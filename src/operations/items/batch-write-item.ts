import { consumedCapacityByTable } from '../../capacity/consumed-capacity.ts';
import type { CapacityCharge, ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import { writeUnits } from '../../capacity/units.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { indexWriteUnits } from '../../partition/index-charge.ts';
import type { ItemImage } from '../../partition/index-entry.ts';
import { findIndexKeyFault } from '../../partition/index-key-rules.ts';
import { itemChanges, storedImage } from '../../partition/item-changes.ts';
import type { ItemPlace } from '../../partition/item-changes.ts';
import { COLLECTION_FULL, CollectionGrowth } from '../../partition/item-collection.ts';
import { isTooLarge, ITEM_TOO_LARGE } from '../../partition/item-limit.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { StoredItem } from '../../storage/stored-item.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { ITEM_BYTES_MAX } from '../../wire/limits.ts';
import { list } from '../../wire/shapes/collections.ts';
import { reportUsual } from '../../wire/shapes/constraint.ts';
import type { ConstraintReport } from '../../wire/shapes/constraint.ts';
import { complain } from '../../wire/shapes/shape.ts';
import type { ReadBy, Shape } from '../../wire/shapes/shape.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { requestShape, required, structure } from '../../wire/shapes/structure.ts';
import { jsonText, objectText } from '../request/answer-text.ts';
import { byTable } from './batch-members.ts';
import { metricsByTable } from '../request/collection-metrics.ts';
import { returnConsumedCapacity, returnItemCollectionMetrics } from '../request/common-members.ts';
import type { RouterContext } from '../context.ts';
import { DistinctItems } from '../request/distinct-items.ts';
import { needItems } from '../request/item-reads.ts';
import {
  findItemKeyMismatch,
  findKeyMismatch,
  getKeyBytes,
  KEY_MISMATCH,
} from '../../partition/key-check.ts';
import { MANY_VALUES } from '../operation.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { guard, valueRules } from '../request/value-layer.ts';
import { attributeMap } from '../request/value-shapes.ts';

const RULES = valueRules('BatchWriteItem');
/** Writes of one call, over all tables. */
const WRITES_MAX = 25;
const TABLES_MAX = 25;

const writeRequest = structure('WriteRequest', {
  PutRequest: structure('PutRequest', {
    Item: required(attributeMap),
    WorkloadProfileName: string(),
  }),
  DeleteRequest: structure('DeleteRequest', { Key: required(attributeMap) }),
});
const writeRequests = list(writeRequest, { max: WRITES_MAX, form: 'named' });

/** No table at all is refused later. Source: reference api-surface.md section 9. */
const tables = byTable(writeRequests, { max: TABLES_MAX, form: 'named' });

/** RequestItems, empty lists of writes complained of at the map as AWS does. */
const requestItems: Shape<ReadBy<typeof tables>> = {
  ...tables,
  read: (value, parent, step, failures) => {
    const read = tables.read(value, parent, step, failures);
    if (Object.values(read).some((writes) => writes.length === 0)) {
      complain(failures, parent, step, {
        kind: 'entries',
        form: 'echo',
        echo: (out) => {
          tables.echo(value, out);
        },
        constraint:
          'Map value must satisfy constraint: [Member must have length less than or equal to 25, ' +
          'Member must have length greater than or equal to 1]',
      });
    }
    return read;
  },
};

/** A wrong value of an enum is reported without what is wrong with the tables. */
const report: ConstraintReport = (failures) => {
  const enums = failures.filter((failure) => failure.kind === 'enum');
  return reportUsual(enums.length > 0 ? enums : failures);
};

const readShape = requestShape(
  {
    ReturnConsumedCapacity: returnConsumedCapacity,
    ReturnItemCollectionMetrics: returnItemCollectionMetrics,
    RequestItems: required(requestItems),
  },
  report,
);

/** One put or delete, its values canonical. */
interface BatchWrite {
  readonly tableName: string;
  /** As it came: what is left over goes back in the same shape. */
  readonly asked: ReadBy<typeof writeRequest>;
  /** The item to put, or the key to delete. */
  readonly attributes: Item;
  /** Of a put. */
  readonly put: ItemImage | undefined;
}

interface BatchWriteItemRequest {
  readonly writes: readonly BatchWrite[];
  readonly capacity: ReturnConsumedCapacity;
  readonly metrics: boolean;
}

function parse(body: RequestBody): BatchWriteItemRequest {
  const request = readShape(body);
  return guard(RULES, () => {
    const byName = Object.entries(request.RequestItems);
    if (byName.length === 0) {
      throw new ValueFault('The requestItems parameter is required for BatchWriteItem');
    }
    const count = byName.reduce((sum, [, writes]) => sum + writes.length, 0);
    if (count > WRITES_MAX) {
      throw new ValueFault('Too many items requested for the BatchWriteItem call');
    }
    const writes = byName.flatMap(([tableName, asked]) =>
      asked.map((each) => parseWrite(tableName, each)),
    );
    return {
      writes,
      capacity: request.ReturnConsumedCapacity ?? 'NONE',
      metrics: request.ReturnItemCollectionMetrics === 'SIZE',
    };
  });
}

function parseWrite(tableName: string, asked: ReadBy<typeof writeRequest>): BatchWrite {
  const { PutRequest: put, DeleteRequest: remove } = asked;
  if ((put === undefined) === (remove === undefined)) {
    throw new ValueFault(
      'Supplied AttributeValue has more than one datatypes set, ' +
        'must contain exactly one of the supported datatypes',
    );
  }
  if (put === undefined) {
    const attributes = canonicalItem(remove?.Key, RULES.layer).item;
    return { tableName, asked, attributes, put: undefined };
  }
  const { item, sizeBytes } = canonicalItem(put.Item, RULES.layer);
  if (sizeBytes > ITEM_BYTES_MAX) throw new ValueFault(ITEM_TOO_LARGE);
  return {
    tableName,
    asked,
    attributes: item,
    put: { item, text: JSON.stringify(item), sizeBytes },
  };
}

interface PlacedWrite extends BatchWrite {
  readonly table: Table;
  readonly place: ItemPlace;
}

function placeWrites(
  request: BatchWriteItemRequest,
  context: RouterContext,
): readonly PlacedWrite[] {
  const found = request.writes.map((write) => ({
    ...write,
    table: getTable(context, write.tableName),
  }));
  const distinct = new DistinctItems('Provided list of item keys contains duplicates');
  for (const { table, attributes } of found) distinct.add(table, attributes);
  return found.map((write) => {
    const { keySchema, indexes } = write.table;
    const findMismatch = write.put === undefined ? findKeyMismatch : findItemKeyMismatch;
    if (findMismatch(keySchema, write.attributes) !== undefined)
      throw validationError(KEY_MISMATCH);
    const key = getKeyBytes(keySchema, write.attributes);
    const fault = write.put && findIndexKeyFault(indexes, write.attributes);
    if (fault !== undefined) throw validationError(fault.message);
    const place = { table: write.table, key };
    if (write.put !== undefined && isTooLarge(place, write.put)) {
      throw validationError(ITEM_TOO_LARGE);
    }
    return { ...write, place };
  });
}

function run(request: BatchWriteItemRequest, context: RouterContext): string {
  const placed = placeWrites(request, context);
  const isContended = ({ place }: PlacedWrite): boolean =>
    context.store.isInTransaction(place.table.tree, place.key);
  const writes = placed.filter((write) => !isContended(write));
  const standing = readStanding(writes, request.capacity !== 'NONE', context);
  const charges = request.capacity === 'NONE' ? [] : chargesOf(writes, standing);
  const changes = writes.map(({ place, put }, i) => itemChanges(place, standing[i], put));
  const growth = new CollectionGrowth(context.store);
  const fits = writes.every(({ table, attributes }, i) =>
    growth.takes(table, attributes, changes[i] ?? []),
  );
  if (!fits) throw new DynamoError('ItemCollectionSizeLimitExceededException', COLLECTION_FULL);
  const collected = writes.map((write) => ({ ...write, item: write.attributes }));
  const metrics = request.metrics ? metricsByTable(context.store, collected) : undefined;
  if (writes.length > 0) context.store.append(changes.flat());
  return objectText({
    UnprocessedItems: unprocessedText(placed.filter(isContended)),
    ConsumedCapacity: jsonText(consumedCapacityByTable(request.capacity, charges)),
    ItemCollectionMetrics: jsonText(metrics),
  });
}

/** Writes of items that a transaction is at are left to the caller. */
function unprocessedText(writes: readonly PlacedWrite[]): string {
  const byTable = new Map<string, object[]>();
  for (const { tableName, asked } of writes) {
    const known = byTable.get(tableName);
    if (known === undefined) byTable.set(tableName, [asked]);
    else known.push(asked);
  }
  return JSON.stringify(Object.fromEntries(byTable));
}

/** The items that the writes meet, read only where charges, local indexes or tombstones rest on them. */
function readStanding(
  writes: readonly PlacedWrite[],
  areCharged: boolean,
  { store }: RouterContext,
): readonly (StoredItem | undefined)[] {
  const isRead = ({ table }: PlacedWrite): boolean =>
    areCharged || table.indexes.local.length > 0 || table.tombstones !== undefined;
  needItems(
    store,
    writes.filter(isRead).map(({ place }) => place),
  );
  return writes.map((write) =>
    isRead(write) ? store.get(write.table.tree, write.place.key) : undefined,
  );
}

function chargesOf(
  writes: readonly PlacedWrite[],
  standing: readonly (StoredItem | undefined)[],
): readonly CapacityCharge[] {
  return writes.map(({ tableName, place, put }, i) => {
    const before = storedImage(standing[i]);
    return {
      tableName,
      units: writeUnits(before?.sizeBytes ?? 0, put?.sizeBytes ?? 0),
      indexes: indexWriteUnits(place, before, put),
    };
  });
}

export const batchWriteItem: Operation<BatchWriteItemRequest> = {
  name: 'BatchWriteItem',
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
  run,
};
