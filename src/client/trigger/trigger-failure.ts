import { invariant } from '../../kernel/invariant.ts';
import { nextRequestId } from '../link/request-ids.ts';
import type { Batch, DiscardCondition } from './batch-retry.ts';
import type { TriggerEvent, TriggerRecord } from './trigger-event.ts';
import { createdMs, recordSequenceNumber } from './trigger-event.ts';

/**
 * Records that were given up, with what Lambda tells a destination about them, and the records themselves.
 * Source: Lambda, "Retain discarded records for a DynamoDB event source".
 */
export interface TriggerFailure {
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: DiscardCondition;
    readonly approximateInvokeCount: number;
  };
  /** Not there when the handler was never called. */
  readonly responseContext?: {
    readonly statusCode: 200;
    readonly executedVersion: '$LATEST';
    readonly functionError: 'Unhandled';
  };
  readonly version: '1.0';
  /** ISO 8601. */
  readonly timestamp: string;
  readonly DDBStreamBatchInfo: {
    readonly shardId: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    readonly approximateArrivalOfFirstRecord: string;
    readonly approximateArrivalOfLastRecord: string;
    readonly batchSize: number;
    readonly streamArn: string;
  };
  /** The records as the handler got them. Lambda sends them to S3 only, as text. */
  readonly payload: TriggerEvent;
  /** The error that the handler threw last. */
  readonly error: unknown;
}

export interface Discarded {
  readonly trigger: string;
  readonly shardId: string;
  readonly streamArn: string;
  readonly batch: Batch;
  readonly condition: DiscardCondition;
  readonly nowMs: number;
}

export function triggerFailure(discarded: Discarded): TriggerFailure {
  const { shardId, streamArn, batch, condition, nowMs } = discarded;
  const { records, invocations, error } = batch;
  const [first, last] = [records[0], records.at(-1)];
  invariant(first !== undefined && last !== undefined, 'a failure is of at least one record');
  return {
    requestContext: {
      requestId: nextRequestId(),
      functionArn: functionArn(discarded),
      condition,
      approximateInvokeCount: invocations,
    },
    ...(invocations === 0 ? {} : { responseContext: UNHANDLED }),
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: recordSequenceNumber(first),
      endSequenceNumber: recordSequenceNumber(last),
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: records.length,
      streamArn,
    },
    payload: { Records: records },
    error,
  };
}

const UNHANDLED = {
  statusCode: 200,
  executedVersion: '$LATEST',
  functionError: 'Unhandled',
} as const;

/** As if the trigger were a function beside the table: `arn:aws:dynamodb:<region>:<account>:table/...`. */
function functionArn({ streamArn, trigger }: Discarded): string {
  const [, , , region = '', account = ''] = streamArn.split(':');
  return `arn:aws:lambda:${region}:${account}:function:${trigger}`;
}

/** To the second, as the stream keeps it. */
function arrival(record: TriggerRecord): string {
  return new Date(createdMs(record)).toISOString().replace(/\.\d+Z$/, 'Z');
}
