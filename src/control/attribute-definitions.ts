import type { TableRecord } from '../placement/table-record.ts';
import type { AttributeDefinitionsRequest } from './table-shapes.ts';

/**
 * The definitions of a table that is asked to take in `added`: those its keys use, stored ones before new ones.
 * What is defined already keeps its type, what no key uses is dropped. Source: api-surface.md section 5.
 */
export function definitionsFor(
  record: TableRecord,
  added: AttributeDefinitionsRequest,
): TableRecord['attributeDefinitions'] {
  const schemas = [
    record.keySchema,
    ...(record.localIndexes ?? []).map(({ keySchema }) => keySchema),
    ...(record.globalIndexes ?? []).map(({ keySchema }) => keySchema),
  ];
  const used = new Set(schemas.flat().map(({ AttributeName }) => AttributeName));
  const stored = record.attributeDefinitions;
  const isNew = ({ AttributeName: name }: { readonly AttributeName: string }): boolean =>
    !stored.some((each) => each.AttributeName === name);
  return [...stored, ...added.filter(isNew)].filter(({ AttributeName }) => used.has(AttributeName));
}
