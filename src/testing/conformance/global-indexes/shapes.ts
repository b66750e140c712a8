/** Short forms of the members that index definitions are made of. */
import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  Projection,
} from '@aws-sdk/client-dynamodb';

export function definition(
  AttributeName: string,
  AttributeType: 'S' | 'N' | 'B' = 'S',
): AttributeDefinition {
  return { AttributeName, AttributeType };
}

/** Hash attributes, then range attributes. */
export function keys(hash: readonly string[], range: readonly string[] = []): KeySchemaElement[] {
  return [
    ...hash.map((AttributeName): KeySchemaElement => ({ AttributeName, KeyType: 'HASH' })),
    ...range.map((AttributeName): KeySchemaElement => ({ AttributeName, KeyType: 'RANGE' })),
  ];
}

/** `ALL`, `KEYS_ONLY`, or the attributes of an INCLUDE. */
export function projection(of: 'ALL' | 'KEYS_ONLY' | string[]): Projection {
  return typeof of === 'string'
    ? { ProjectionType: of }
    : { ProjectionType: 'INCLUDE', NonKeyAttributes: of };
}

export function globalIndex(
  IndexName: string,
  KeySchema: KeySchemaElement[],
  of: Parameters<typeof projection>[0] = 'ALL',
): GlobalSecondaryIndex {
  return { IndexName, KeySchema, Projection: projection(of) };
}

export function localIndex(
  IndexName: string,
  range: string,
  of: Parameters<typeof projection>[0] = 'ALL',
): LocalSecondaryIndex {
  return { IndexName, KeySchema: keys(['pk'], [range]), Projection: projection(of) };
}
