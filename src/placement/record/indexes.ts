import type { Check } from '../../kernel/check.ts';
import { isA, isNumber, isListOf, isOneOf, isText, optional } from '../../kernel/check.ts';
import type { UnitRates } from '../partition-map.ts';
import { isOnDemand, isThroughput, isUnits } from './throughput.ts';
import type { OnDemandRecord, ThroughputRecord } from './throughput.ts';
import { isKeySchema } from './key-schema.ts';
import type { KeySchemaElement } from './key-schema.ts';

export interface ProjectionRecord {
  readonly type: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  /** Of INCLUDE, as they were given. */
  readonly attributes?: readonly string[];
}

export interface LocalIndexRecord {
  readonly name: string;
  readonly keySchema: readonly KeySchemaElement[];
  readonly projection: ProjectionRecord;
  /** The tree of its entries. */
  readonly tree: number;
}

export interface GlobalIndexRecord extends LocalIndexRecord {
  /** CREATING until the entries of items from before the index are made. */
  readonly status: 'CREATING' | 'ACTIVE';
  readonly throughput: ThroughputRecord;
  readonly warm: UnitRates;
  readonly onDemand?: OnDemandRecord;
}

export const isProjection: Check<ProjectionRecord> = isA<ProjectionRecord>({
  type: isOneOf(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  attributes: optional(isListOf(isText())),
});

const local = {
  name: isText(),
  keySchema: isKeySchema,
  projection: isProjection,
  tree: isNumber,
};

export const isLocalIndex = isA<LocalIndexRecord>(local);

export const isGlobalIndex = isA<GlobalIndexRecord>({
  ...local,
  status: isOneOf(['CREATING', 'ACTIVE']),
  throughput: isThroughput,
  warm: isUnits,
  onDemand: optional(isOnDemand),
});
