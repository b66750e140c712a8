import type { AttributeValue } from '../../wire/operations/attribute-value.ts';
import type { StreamViewType } from '../../wire/operations/table-description.ts';

/** An item, or its key, in DynamoDB JSON. */
export type ItemImage = Readonly<Record<string, AttributeValue>>;

/** A change of one item. The stream's view type says which images are there. */
export interface StreamChange {
  /** Seconds since 1970. */
  readonly ApproximateCreationDateTime: number;
  readonly Keys: ItemImage;
  readonly NewImage?: ItemImage;
  readonly OldImage?: ItemImage;
  readonly SequenceNumber: string;
  readonly SizeBytes: number;
  readonly StreamViewType: StreamViewType;
}

/** A record as DynamoDB Streams' GetRecords answers it. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly dynamodb: StreamChange;
  /** There for items that expired. */
  readonly userIdentity?: { readonly PrincipalId: string; readonly Type: string };
}

/** A record and the shard it stands in. */
export interface ShardRecord {
  readonly shardId: string;
  readonly record: StreamRecord;
}
