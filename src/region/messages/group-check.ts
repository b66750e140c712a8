import type {
  GroupMember,
  RegionGroup,
  SharedGlobalIndex,
  SharedIndex,
  SharedSettings,
} from '../../placement/record/global-table.ts';
import type { ProjectionRecord } from '../../placement/record/indexes.ts';
import { areSound } from '../../placement/record/key-schema.ts';
import type { KeySchemaElement } from '../../placement/record/key-schema.ts';
import type { Check } from '../../kernel/check.ts';
import {
  isCount,
  isFlag,
  isListOf,
  isMapOf,
  isObjectOf,
  isOneOf,
  isText,
  optional,
} from '../../kernel/check.ts';
import { isRegion, isStamp } from './message-checks.ts';

const REGIONS_MAX = 64;
const INDEXES_MAX = 100;
/** More than the keys of a table with all its indexes may have. */
const DEFINITIONS_MAX = 250;
const CLASS_CHANGES_MAX = 100;
const NAME = /^[a-zA-Z0-9_.-]{3,255}$/;

const isName: Check<string> = (value): value is string =>
  typeof value === 'string' && NAME.test(value);
const isAttributeName = isText(255);

const isKeySchema: Check<readonly KeySchemaElement[]> = isListOf(
  isObjectOf({ AttributeName: isAttributeName, KeyType: isOneOf(['HASH', 'RANGE']) }),
  8,
);
const isUnits = isObjectOf({ readUnits: isCount, writeUnits: isCount });
const isCeilings = isObjectOf({
  maxReadUnits: optional(isCount),
  maxWriteUnits: optional(isCount),
});

const isProjection = isObjectOf({
  type: isOneOf(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  attributes: optional(isListOf(isAttributeName, 100)),
}) as Check<ProjectionRecord>;

const isSharedIndex: Check<SharedIndex> = isObjectOf({
  name: isName,
  keySchema: isKeySchema,
  projection: isProjection,
});

const isSharedGlobalIndex = isObjectOf({
  name: isName,
  keySchema: isKeySchema,
  projection: isProjection,
  units: isUnits,
  warm: isUnits,
  onDemand: optional(isCeilings),
}) as Check<SharedGlobalIndex>;

const isOverrides = isObjectOf({
  readUnits: optional(isCount),
  maxReadUnits: optional(isCount),
  tableClass: optional(isOneOf(['STANDARD', 'STANDARD_INFREQUENT_ACCESS'])),
  keyId: optional(isText(2048)),
  indexes: optional(
    isMapOf(
      isObjectOf({ readUnits: optional(isCount), maxReadUnits: optional(isCount) }),
      isName,
      INDEXES_MAX,
    ),
  ),
});

const isMember = isObjectOf({
  stamp: isStamp,
  by: isRegion,
  joined: isStamp,
  status: isOneOf(['CREATING', 'CREATION_FAILED', 'ACTIVE', 'GONE']),
  source: optional(isRegion),
  tableId: optional(isText(64)),
  startsEmpty: isFlag,
  overrides: isOverrides,
  classChangesMs: optional(isListOf(isCount, CLASS_CHANGES_MAX)),
}) as Check<GroupMember>;

const isSettings = isObjectOf({
  attributeDefinitions: isListOf(
    isObjectOf({ AttributeName: isAttributeName, AttributeType: isOneOf(['S', 'N', 'B']) }),
    DEFINITIONS_MAX,
  ),
  billingMode: isOneOf(['PROVISIONED', 'PAY_PER_REQUEST']),
  units: isUnits,
  warm: isUnits,
  onDemand: optional(isCeilings),
  isEncrypted: isFlag,
  expiryAttribute: optional(isAttributeName),
  globalIndexes: isListOf(isSharedGlobalIndex, INDEXES_MAX),
}) as Check<SharedSettings>;

const hasShape = isObjectOf({
  id: isText(64),
  version: isOneOf(['2017.11.29', '2019.11.21']),
  createdMs: isCount,
  tableName: isName,
  keySchema: isKeySchema,
  localIndexes: isListOf(isSharedIndex, INDEXES_MAX),
  members: isMapOf(isMember, isRegion, REGIONS_MAX),
  settings: isObjectOf({ stamp: isStamp, by: isRegion, value: isSettings }),
}) as Check<RegionGroup>;

/** Whether `value` is a document of a global table whose keys are defined. */
export const isGroup: Check<RegionGroup> = (value): value is RegionGroup =>
  hasShape(value) && hasSoundKeys(value);

function hasSoundKeys({ keySchema, localIndexes, settings }: RegionGroup): boolean {
  const { attributeDefinitions, globalIndexes } = settings.value;
  const schemas = [keySchema, ...[...localIndexes, ...globalIndexes].map((each) => each.keySchema)];
  return areSound(schemas, attributeDefinitions) && keySchema.length <= 2;
}
