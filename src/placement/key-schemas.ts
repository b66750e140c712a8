import type { IndexKeySchema, KeyAttribute, KeySchema } from '../item/key-schema.ts';
import { invariant } from '../kernel/invariant.ts';
import { tableIndexes } from './secondary-index.ts';
import type { SecondaryIndex, TableIndexes } from './secondary-index.ts';
import type { TreeId } from '../storage/store.ts';
import type { GlobalIndexRecord, LocalIndexRecord } from './record/indexes.ts';
import type { TableRecord } from './record/table.ts';

/** The primary key of a stored table. */
export function keySchemaOf(record: TableRecord): KeySchema {
  const { hash, range } = keyAttributesOf(record, record.keySchema);
  const [partitionKey] = hash;
  invariant(partitionKey !== undefined, 'a stored table has a partition key');
  return { partitionKey, sortKey: range[0] };
}

/** The secondary indexes of a stored table. */
export function indexesOf(record: TableRecord): TableIndexes {
  const { localIndexes = [], globalIndexes = [] } = record;
  if (localIndexes.length + globalIndexes.length === 0) return tableIndexes([]);
  return tableIndexes([
    ...localIndexes.map((index) => secondaryIndex(record, index, 'local', true)),
    ...globalIndexes.map((index: GlobalIndexRecord) =>
      secondaryIndex(record, index, 'global', index.status === 'ACTIVE'),
    ),
  ]);
}

function secondaryIndex(
  record: TableRecord,
  index: LocalIndexRecord,
  kind: SecondaryIndex['kind'],
  isWhole: boolean,
): SecondaryIndex {
  const { name, projection } = index;
  const keyNames = [...record.keySchema, ...index.keySchema].map((each) => each.AttributeName);
  return {
    name,
    kind,
    tree: index.tree as TreeId,
    keySchema: keyAttributesOf(record, index.keySchema),
    projected:
      projection.type === 'ALL'
        ? undefined
        : new Set([...keyNames, ...(projection.attributes ?? [])]),
    isWhole,
  };
}

function keyAttributesOf(record: TableRecord, keySchema: TableRecord['keySchema']): IndexKeySchema {
  const attributesOf = (type: 'HASH' | 'RANGE'): readonly KeyAttribute[] =>
    keySchema
      .filter((each) => each.KeyType === type)
      .map(({ AttributeName: name }) => {
        const definition = record.attributeDefinitions.find((each) => each.AttributeName === name);
        invariant(definition !== undefined, 'a stored table defines its key attributes');
        return { name, type: definition.AttributeType };
      });
  return { hash: attributesOf('HASH'), range: attributesOf('RANGE') };
}
