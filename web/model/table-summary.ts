/** What the console keeps of a TableDescription. */
import { isObject, type JsonObject } from './json-text.ts';

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
  readonly keys: KeySchema;
  readonly projection: string;
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
  /** The description as it was answered, for the JSON view. */
  readonly description: JsonObject;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function readKeys(schema: unknown, definitions: readonly JsonObject[]): KeySchema {
  const attribute = (keyType: string): KeyAttribute | undefined => {
    const element = objects(schema).find((candidate) => candidate['KeyType'] === keyType);
    if (element === undefined) return undefined;
    const name = text(element['AttributeName']);
    const definition = definitions.find((candidate) => candidate['AttributeName'] === name);
    const type = text(definition?.['AttributeType']);
    return { name, type: type === 'N' || type === 'B' ? type : 'S' };
  };
  return { partition: attribute('HASH') ?? { name: '', type: 'S' }, sort: attribute('RANGE') };
}

export function readTable(description: JsonObject): TableSummary {
  const definitions = objects(description['AttributeDefinitions']);
  const indexes = (member: string, kind: IndexSummary['kind']): IndexSummary[] =>
    objects(description[member]).map((index) => ({
      name: text(index['IndexName']),
      kind,
      keys: readKeys(index['KeySchema'], definitions),
      projection: isObject(index['Projection']) ? text(index['Projection']['ProjectionType']) : '',
    }));
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
    keys: readKeys(description['KeySchema'], definitions),
    indexes: [
      ...indexes('GlobalSecondaryIndexes', 'global'),
      ...indexes('LocalSecondaryIndexes', 'local'),
    ],
    description,
  };
}
