import { GivenImage } from '../../partition/image/stored-image.ts';
import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import { canonicalItem, SEVERAL_TYPES } from '../../item/canonical.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { ITEM_TOO_LARGE } from '../../partition/item-limit.ts';
import type { WriteAction } from '../../partition/item-write.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { ITEM_BYTES_MAX } from '../../wire/limits.ts';
import { list } from '../../wire/shapes/collections.ts';
import { reportUsual } from '../../wire/shapes/constraint.ts';
import type { ConstraintReport } from '../../wire/shapes/constraint.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { complain } from '../../wire/shapes/shape.ts';
import type { ReadBy, Shape } from '../../wire/shapes/shape.ts';
import { requestShape, required, structure } from '../../wire/shapes/structure.ts';
import { MANY_VALUES } from '../operation.ts';
import type { RequestBody, RequestParser } from '../operation.ts';
import { returnConsumedCapacity, returnItemCollectionMetrics } from '../request/common-members.ts';
import { attributeMap } from '../request/value-shapes.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import { byTable } from './batch-members.ts';

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
export interface BatchWrite {
  readonly tableName: string;
  /** As it came: what is left over goes back in the same shape. */
  readonly asked: ReadBy<typeof writeRequest>;
  /** The item to put, or the key to delete. */
  readonly attributes: Item;
  readonly action: WriteAction;
}

export interface BatchWriteItemRequest {
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
    throw new ValueFault(SEVERAL_TYPES);
  }
  if (put === undefined) {
    const attributes = canonicalItem(remove?.Key, RULES.layer).item;
    return { tableName, asked, attributes, action: { kind: 'delete' } };
  }
  const { item, sizeBytes } = canonicalItem(put.Item, RULES.layer);
  if (sizeBytes > ITEM_BYTES_MAX) throw new ValueFault(ITEM_TOO_LARGE);
  const image = new GivenImage(item, sizeBytes);
  return { tableName, asked, attributes: item, action: { kind: 'put', image } };
}

export const batchWriteReader: RequestParser<BatchWriteItemRequest> = {
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
};
