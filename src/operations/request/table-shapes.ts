import { list } from '../../wire/shapes/collections.ts';
import { boolean, integer, long, oneOf, string } from '../../wire/shapes/scalars.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
import { required, structure } from '../../wire/shapes/structure.ts';

/**
 * The structures of control-plane requests. Source: reference api-surface.md sections 9 and 10; value sets in the order
 * AWS prints them.
 */

const keyAttributeName = string({ min: 1, max: 255 });
const resourceName = string({
  min: 3,
  max: 255,
  pattern: '[a-zA-Z0-9_.-]+',
  empty: 'length first',
});

export const billingMode = oneOf(['PROVISIONED', 'PAY_PER_REQUEST']);
/** No enum: what is wrong with it is worded in `table-class.ts`. */
export const tableClass = string();
export const globalTableSettingsReplicationMode = oneOf([
  'ENABLED',
  'DISABLED',
  'ENABLED_WITH_OVERRIDES',
]);

const keySchemaElement = structure('KeySchemaElement', {
  AttributeName: required(keyAttributeName),
  KeyType: required(oneOf(['HASH', 'RANGE'])),
});

export const tableKeySchema = list(keySchemaElement, { min: 1, max: 2 });
/** Up to 4 HASH and 4 RANGE elements. */
const globalIndexKeySchema = list(keySchemaElement, { min: 1, max: 8 });

export const attributeDefinitions = list(
  structure('AttributeDefinition', {
    // Faults are reported in the order of declaration. Source: validation.md section 3.
    AttributeType: required(oneOf(['B', 'N', 'S'])),
    AttributeName: required(keyAttributeName),
  }),
);

export const provisionedThroughput = structure('ProvisionedThroughput', {
  WriteCapacityUnits: required(long({ min: 1 })),
  ReadCapacityUnits: required(long({ min: 1 })),
});

export const onDemandThroughput = structure('OnDemandThroughput', {
  MaxReadRequestUnits: long(),
  MaxWriteRequestUnits: long(),
});

export const warmThroughput = structure('WarmThroughput', {
  ReadUnitsPerSecond: long(),
  WriteUnitsPerSecond: long(),
});

export const sseSpecification = structure('SSESpecification', {
  Enabled: boolean(),
  SSEType: oneOf(['AES256', 'KMS']),
  KMSMasterKeyId: string({ min: 1 }),
});

export const streamSpecification = structure('StreamSpecification', {
  StreamEnabled: required(boolean()),
  StreamViewType: oneOf(['OLD_IMAGE', 'KEYS_ONLY', 'NEW_AND_OLD_IMAGES', 'NEW_IMAGE']),
});

/** Their bounds are those of `table-tags.ts`. */
export const tags = list(structure('Tag', { Key: string(), Value: string() }));

const projection = structure('Projection', {
  ProjectionType: oneOf(['ALL', 'INCLUDE', 'KEYS_ONLY']),
  NonKeyAttributes: list(keyAttributeName, { min: 1, max: 20 }),
});

const globalIndex = structure('GlobalSecondaryIndex', {
  IndexName: required(resourceName),
  KeySchema: required(globalIndexKeySchema),
  Projection: required(projection),
  ProvisionedThroughput: provisionedThroughput,
  OnDemandThroughput: onDemandThroughput,
  WarmThroughput: warmThroughput,
});
export const globalSecondaryIndexes = list(globalIndex);

const localIndex = structure('LocalSecondaryIndex', {
  IndexName: required(resourceName),
  KeySchema: required(tableKeySchema),
  Projection: required(projection),
});
export const localSecondaryIndexes = list(localIndex);

const vectorIndex = structure('VectorIndex', {
  IndexName: required(resourceName),
  VectorAttribute: required(
    structure('VectorAttribute', { AttributeName: required(keyAttributeName) }),
  ),
  SearchSchema: list(
    structure('SearchSchemaElement', {
      AttributeName: required(keyAttributeName),
      SearchSchemaElementType: required(oneOf(['HASH', 'INLINE_FILTER'])),
    }),
  ),
  Projection: required(projection),
  Dimensions: required(integer({ min: 1 })),
  DistanceFunction: required(oneOf(['COSINE', 'EUCLIDEAN', 'DOT_PRODUCT'])),
});
export const vectorIndexes = list(vectorIndex);

const indexByName = { IndexName: required(resourceName) };

export const globalSecondaryIndexUpdates = list(
  structure('GlobalSecondaryIndexUpdate', {
    Update: structure('UpdateGlobalSecondaryIndexAction', {
      ...indexByName,
      ProvisionedThroughput: provisionedThroughput,
      OnDemandThroughput: onDemandThroughput,
      WarmThroughput: warmThroughput,
    }),
    Create: structure('CreateGlobalSecondaryIndexAction', {
      ...indexByName,
      KeySchema: required(globalIndexKeySchema),
      Projection: required(projection),
      ProvisionedThroughput: provisionedThroughput,
      OnDemandThroughput: onDemandThroughput,
      WarmThroughput: warmThroughput,
    }),
    Delete: structure('DeleteGlobalSecondaryIndexAction', indexByName),
  }),
);

export const vectorIndexUpdates = list(
  structure('VectorIndexUpdate', {
    Create: vectorIndex,
    Delete: structure('DeleteVectorIndexAction', indexByName),
  }),
);

export type KeySchemaRequest = ReadBy<typeof tableKeySchema>;
export type AttributeDefinitionsRequest = ReadBy<typeof attributeDefinitions>;
export type ThroughputRequest = ReadBy<typeof provisionedThroughput>;
export type OnDemandRequest = ReadBy<typeof onDemandThroughput>;
export type WarmRequest = ReadBy<typeof warmThroughput>;
export type SseRequest = ReadBy<typeof sseSpecification>;
export type StreamRequest = ReadBy<typeof streamSpecification>;
export type TagsRequest = ReadBy<typeof tags>;
export type ProjectionRequest = ReadBy<typeof projection>;
export type GlobalIndexRequest = ReadBy<typeof globalIndex>;
export type LocalIndexRequest = ReadBy<typeof localIndex>;
export type VectorIndexRequest = ReadBy<typeof vectorIndex>;
export type GlobalIndexUpdatesRequest = ReadBy<typeof globalSecondaryIndexUpdates>;
export type VectorIndexUpdatesRequest = ReadBy<typeof vectorIndexUpdates>;
