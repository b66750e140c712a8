import type { TableRecord } from '../placement/table-record.ts';
import { DynamoError } from '../wire/dynamo-error.ts';

/** In place of a revision: there must be no policy. */
const NO_POLICY = 'NO_POLICY';

/** A policy as it is answered. */
export interface StoredPolicy {
  readonly text: string;
  readonly revision: string;
}

export function findPolicy(record: TableRecord): StoredPolicy | undefined {
  const text = record.resourcePolicy;
  if (text === undefined) return undefined;
  return { text, revision: String(record.policyRevisionMs ?? record.createdMs) };
}

export function getPolicy(record: TableRecord): StoredPolicy {
  const policy = findPolicy(record);
  if (policy === undefined) throw policyNotFound(record.arn);
  return policy;
}

/** The record with `text`, a canonical document, as its policy: the very same record when it has it already. */
export function withPolicy(
  record: TableRecord,
  { text, expected }: { readonly text: string; readonly expected: string | undefined },
  nowMs: number,
): TableRecord {
  checkExpected(record, expected);
  if (record.resourcePolicy === text) return record;
  return { ...record, resourcePolicy: text, policyRevisionMs: nextRevision(record, nowMs) };
}

/** The record without a policy, and with another revision, whether it had one or not. Source: api-surface.md section 5a. */
export function withoutPolicy(
  record: TableRecord,
  expected: string | undefined,
  nowMs: number,
): TableRecord {
  checkExpected(record, expected);
  const { resourcePolicy: _, ...rest } = record;
  return { ...rest, policyRevisionMs: nextRevision(record, nowMs) };
}

/** Revisions are times, but no two are the same and none goes back. */
function nextRevision(record: TableRecord, nowMs: number): number {
  return Math.max(nowMs, (record.policyRevisionMs ?? record.createdMs) + 1);
}

function checkExpected(record: TableRecord, expected: string | undefined): void {
  if (expected === undefined) return;
  const revision = findPolicy(record)?.revision;
  if (expected === NO_POLICY) {
    if (revision === undefined) return;
    throw policyNotFound(
      `Requested policy update expecting none to be present for table ${record.name}, ` +
        `but a policy exists with revision id ${revision}.`,
    );
  }
  if (revision === expected) return;
  const found =
    revision === undefined
      ? `table ${record.name} has no associated policy.`
      : `the policy associated to target table ${record.name} has revision id ${revision}.`;
  throw policyNotFound(`Requested update for policy with revision id ${expected}, but ${found}`);
}

function policyNotFound(detail: string): DynamoError {
  return new DynamoError(
    'PolicyNotFoundException',
    `Resource-based policy not found for the provided ResourceArn: ${detail}`,
  );
}
