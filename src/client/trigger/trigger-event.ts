import type { ShardRecord, StreamChange } from '../stream/stream-record.ts';

/** A stream record in Lambda's spelling. */
export interface TriggerRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly dynamodb: StreamChange;
  /** There for items that expired. */
  readonly userIdentity?: { readonly principalId: string; readonly type: string };
  readonly eventSourceARN: string;
}

/** The event that a handler is called with: Lambda's `DynamoDBStreamEvent`. */
export interface TriggerEvent {
  readonly Records: readonly TriggerRecord[];
}

export function triggerRecord({ record }: ShardRecord, streamArn: string): TriggerRecord {
  const { userIdentity, ...rest } = record;
  return {
    ...rest,
    ...(userIdentity === undefined
      ? {}
      : { userIdentity: { principalId: userIdentity.PrincipalId, type: userIdentity.Type } }),
    eventSourceARN: streamArn,
  };
}

export function recordSequenceNumber(record: TriggerRecord): string {
  return record.dynamodb.SequenceNumber;
}

/** When the change was made, to the second. */
export function createdMs(record: TriggerRecord): number {
  return record.dynamodb.ApproximateCreationDateTime * 1000;
}
