/** Keys, and what an index has of an item. */

export interface AttributeDefinition {
  readonly AttributeName: string;
  readonly AttributeType: 'B' | 'N' | 'S';
}

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface Projection {
  readonly ProjectionType?: 'ALL' | 'INCLUDE' | 'KEYS_ONLY' | undefined;
  readonly NonKeyAttributes?: readonly string[] | undefined;
}

export interface SearchSchemaElement {
  readonly AttributeName: string;
  readonly SearchSchemaElementType: 'HASH' | 'INLINE_FILTER';
}

export interface VectorAttributeDefinition {
  readonly AttributeName: string;
}

export type VectorDistanceFunction = 'COSINE' | 'DOT_PRODUCT' | 'EUCLIDEAN';
