/** What the console keeps of a TableDescription. */
import { isObject, type JsonObject } from './json-text.ts';
import { VIEW_TYPES, type ViewType } from './stream-view.ts';

export type ScalarType = 'S' | 'N' | 'B';

export interface KeyAttribute {
  readonly name: string;
  readonly type: ScalarType;
}

export interface KeySchema {
  readonly partition: KeyAttribute;
  readonly sort: KeyAttribute | undefined;
}

export interface IndexSummary {
  readonly name: string;
  readonly kind: 'global' | 'local';
  /** The keys as a form of one partition and one sort key asks for them. */
  readonly keys: KeySchema;
  /** All of them: a global index may have several of each. */
  readonly partitionKeys: readonly KeyAttribute[];
  readonly sortKeys: readonly KeyAttribute[];
  readonly projection: string;
  /** Attributes beside the keys, where only some are projected. */
  readonly included: readonly string[];
  /** Empty for a local index, which comes and goes with its table. */
  readonly status: string;
  readonly backfilling: boolean;
  readonly itemCount: number;
  readonly sizeBytes: number;
}

export interface StreamSummary {
  readonly arn: string;
  /** When it was switched on: part of the name. */
  readonly label: string;
  readonly viewType: ViewType;
}

/** The table in another Region. */
export interface ReplicaSummary {
  readonly region: string;
  readonly status: string;
}

export interface TableSummary {
  readonly name: string;
  readonly status: string;
  readonly itemCount: number;
  readonly sizeBytes: number;
  readonly billing: 'On demand' | 'Provisioned';
  readonly createdAt: Date | undefined;
  readonly arn: string;
  readonly id: string;
  readonly keys: KeySchema;
  readonly indexes: readonly IndexSummary[];
  /** Undefined while the table has none, or has switched it off. */
  readonly stream: StreamSummary | undefined;
  readonly replicas: readonly ReplicaSummary[];
  /** The description as it was answered, for the JSON view. */
  readonly description: JsonObject;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

type AttributeReader = (schema: unknown, keyType: 'HASH' | 'RANGE') => readonly KeyAttribute[];

function attributeReader(definitions: readonly JsonObject[]): AttributeReader {
  const attribute = (name: string): KeyAttribute => {
    const definition = definitions.find((candidate) => candidate['AttributeName'] === name);
    const type = text(definition?.['AttributeType']);
    return { name, type: type === 'N' || type === 'B' ? type : 'S' };
  };
  return (schema, keyType) =>
    objects(schema)
      .filter((element) => element['KeyType'] === keyType)
      .map((element) => attribute(text(element['AttributeName'])));
}

function readKeys(schema: unknown, attributes: AttributeReader): KeySchema {
  return {
    partition: attributes(schema, 'HASH')[0] ?? { name: '', type: 'S' },
    sort: attributes(schema, 'RANGE')[0],
  };
}

function readIndex(
  index: JsonObject,
  kind: IndexSummary['kind'],
  attributes: AttributeReader,
): IndexSummary {
  const schema = index['KeySchema'];
  const projection = isObject(index['Projection']) ? index['Projection'] : {};
  const included = projection['NonKeyAttributes'];
  return {
    name: text(index['IndexName']),
    kind,
    keys: readKeys(schema, attributes),
    partitionKeys: attributes(schema, 'HASH'),
    sortKeys: attributes(schema, 'RANGE'),
    projection: text(projection['ProjectionType']),
    included: Array.isArray(included) ? included.map(String) : [],
    status: text(index['IndexStatus']),
    backfilling: index['Backfilling'] === true,
    itemCount: Number(index['ItemCount'] ?? 0),
    sizeBytes: Number(index['IndexSizeBytes'] ?? 0),
  };
}

function readStream(description: JsonObject): StreamSummary | undefined {
  const specification = description['StreamSpecification'];
  if (!isObject(specification) || specification['StreamEnabled'] !== true) return undefined;
  const viewType = VIEW_TYPES.find((type) => type === specification['StreamViewType']);
  if (viewType === undefined) return undefined;
  return {
    arn: text(description['LatestStreamArn']),
    label: text(description['LatestStreamLabel']),
    viewType,
  };
}

export function readTable(description: JsonObject): TableSummary {
  const attributes = attributeReader(objects(description['AttributeDefinitions']));
  const indexes = (member: string, kind: IndexSummary['kind']): IndexSummary[] =>
    objects(description[member]).map((index) => readIndex(index, kind, attributes));
  const billing = description['BillingModeSummary'];
  const created = description['CreationDateTime'];
  return {
    name: text(description['TableName']),
    status: text(description['TableStatus']),
    itemCount: Number(description['ItemCount'] ?? 0),
    sizeBytes: Number(description['TableSizeBytes'] ?? 0),
    billing:
      isObject(billing) && billing['BillingMode'] === 'PAY_PER_REQUEST'
        ? 'On demand'
        : 'Provisioned',
    createdAt: typeof created === 'number' ? new Date(created * 1000) : undefined,
    arn: text(description['TableArn']),
    id: text(description['TableId']),
    keys: readKeys(description['KeySchema'], attributes),
    indexes: [
      ...indexes('GlobalSecondaryIndexes', 'global'),
      ...indexes('LocalSecondaryIndexes', 'local'),
    ],
    stream: readStream(description),
    replicas: objects(description['Replicas']).map((replica) => ({
      region: text(replica['RegionName']),
      status: text(replica['ReplicaStatus']),
    })),
    description,
  };
}
