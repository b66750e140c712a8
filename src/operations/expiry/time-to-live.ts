import { isRecent } from '../../kernel/time.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';

/** A second change within this is refused. Source: api-surface.md section 5a. */
const PAUSE_MS = 31 * 60_000;

/** Whether items expire, and by which attribute; the attribute is named to switch expiry off, too. */
export interface TimeToLiveRequest {
  readonly Enabled: boolean;
  readonly AttributeName: string;
}

/**
 * The record after a change to the expiry of items, which settles at once. What makes no sense is told before the limit of
 * one change an hour.
 *
 * Source: reference api-surface.md section 9 (UpdateTimeToLive), semantics.md section 9.
 */
export function changedTimeToLive(
  record: TableRecord,
  { Enabled: isEnabled, AttributeName: attribute }: TimeToLiveRequest,
  nowMs: number,
): TableRecord {
  const current = record.timeToLive;
  const active = current?.attribute;
  if (active === undefined && !isEnabled) throw validationError('TimeToLive is already disabled');
  if (active !== undefined && active !== attribute) {
    throw validationError(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${active}`,
    );
  }
  if (active !== undefined && isEnabled) throw validationError('TimeToLive is already enabled');
  if (current !== undefined && isRecent(current.changedMs, nowMs, PAUSE_MS)) {
    throw validationError('Time to live has been modified multiple times within a fixed interval');
  }
  const timeToLive = { ...(isEnabled ? { attribute } : {}), changedMs: nowMs };
  return { ...record, timeToLive };
}

/** A TimeToLiveDescription. */
export function timeToLiveDescription({ timeToLive }: TableRecord): JsonObject {
  const attribute = timeToLive?.attribute;
  if (attribute === undefined) return { TimeToLiveStatus: 'DISABLED' };
  return { TimeToLiveStatus: 'ENABLED', AttributeName: attribute };
}
