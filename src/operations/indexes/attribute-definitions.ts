import type { TableRecord } from '../../placement/record/table.ts';
import { invalidParameter } from '../../wire/dynamo-error.ts';
import type { AttributeDefinitionsRequest, KeySchemaRequest } from '../request/table-shapes.ts';

/**
 * The definitions of a table that is asked to take in `added`: those its keys use, stored ones before new ones.
 * What is defined already keeps its type, what no key uses is dropped. Source: api-surface.md section 5.
 */
export function definitionsFor(
  record: TableRecord,
  added: AttributeDefinitionsRequest,
): TableRecord['attributeDefinitions'] {
  const used = new Set(
    schemasOf(record)
      .flat()
      .map(({ AttributeName }) => AttributeName),
  );
  const stored = record.attributeDefinitions;
  const isNew = ({ AttributeName: name }: { readonly AttributeName: string }): boolean =>
    !stored.some((each) => each.AttributeName === name);
  return [...stored, ...added.filter(isNew)].filter(({ AttributeName }) => used.has(AttributeName));
}

/**
 * Refuses definitions that give a key attribute of the table another type, where an index is made; elsewhere they are ignored.
 * Source: validation.md section 16.
 */
export function checkSameTypes(record: TableRecord, added: AttributeDefinitionsRequest): void {
  const stored = typesOf(record.attributeDefinitions);
  const redefined = added.find(
    ({ AttributeName: name, AttributeType: type }) => (stored.get(name) ?? type) !== type,
  );
  if (redefined === undefined) return;
  const schema = schemasOf(record).find((keySchema) =>
    keySchema.some(({ AttributeName: name }) => name === redefined.AttributeName),
  );
  if (schema === undefined) return;
  const after = new Map([...stored, ...typesOf(added)]);
  throw invalidParameter(
    'Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. ' +
      `Existing schema: ${describeSchema(schema, stored)} New schema: ${describeSchema(schema, after)}`,
  );
}

function describeSchema(schema: KeySchemaRequest, types: ReadonlyMap<string, string>): string {
  const elements = schema.map(
    ({ AttributeName: name, KeyType: role }) =>
      `SchemaElement: key{${name}:${types.get(name) ?? ''}:${role}}`,
  );
  return `Schema:[${elements.join(', ')}]`;
}

function typesOf(definitions: AttributeDefinitionsRequest): ReadonlyMap<string, string> {
  return new Map(definitions.map((each) => [each.AttributeName, each.AttributeType]));
}

function schemasOf(record: TableRecord): readonly KeySchemaRequest[] {
  return [
    record.keySchema,
    ...(record.localIndexes ?? []).map(({ keySchema }) => keySchema),
    ...(record.globalIndexes ?? []).map(({ keySchema }) => keySchema),
  ];
}
