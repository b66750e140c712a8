import type { Attachments } from '../../placement/record/attachments.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import type { Resource } from '../request/resource.ts';

/** In place of a revision: there must be no policy. */
const NO_POLICY = 'NO_POLICY';

/** A policy as it is answered. */
interface StoredPolicy {
  readonly text: string;
  readonly revision: string;
}

export function findPolicy({ attached, createdMs }: Resource): StoredPolicy | undefined {
  const { resourcePolicy: text, policyRevisionMs = createdMs } = attached;
  return text === undefined ? undefined : { text, revision: String(policyRevisionMs) };
}

export function getPolicy(resource: Resource): StoredPolicy {
  const policy = findPolicy(resource);
  if (policy === undefined) throw policyNotFound(resource.arn);
  return policy;
}

/** What is attached with `text`, a canonical document, as the policy: the very same where it is the policy already. */
export function withPolicy(
  resource: Resource,
  { text, expected }: { readonly text: string; readonly expected: string | undefined },
  nowMs: number,
): Attachments {
  checkExpected(resource, expected);
  const { attached } = resource;
  if (attached.resourcePolicy === text) return attached;
  return { ...attached, resourcePolicy: text, policyRevisionMs: nextRevision(resource, nowMs) };
}

/** What is attached without a policy, with the revision of its removal: the very same where there is none. */
export function withoutPolicy(
  resource: Resource,
  expected: string | undefined,
  nowMs: number,
): Attachments {
  checkExpected(resource, expected);
  const { attached } = resource;
  if (attached.resourcePolicy === undefined) return attached;
  return {
    ...attached,
    resourcePolicy: undefined,
    policyRevisionMs: nextRevision(resource, nowMs),
  };
}

/** Revisions are times, but no two are the same and none goes back. */
function nextRevision({ attached, createdMs }: Resource, nowMs: number): number {
  return Math.max(nowMs, (attached.policyRevisionMs ?? createdMs) + 1);
}

function checkExpected(resource: Resource, expected: string | undefined): void {
  if (expected === undefined) return;
  const { title } = resource;
  const revision = findPolicy(resource)?.revision;
  if (expected === NO_POLICY) {
    if (revision === undefined) return;
    throw policyNotFound(
      `Requested policy update expecting none to be present for ${title}, ` +
        `but a policy exists with revision id ${revision}.`,
    );
  }
  if (revision === expected) return;
  const found =
    revision === undefined
      ? `${title} has no associated policy.`
      : `the policy associated to target ${title} has revision id ${revision}.`;
  throw policyNotFound(`Requested update for policy with revision id ${expected}, but ${found}`);
}

function policyNotFound(detail: string): DynamoError {
  return new DynamoError(
    'PolicyNotFoundException',
    `Resource-based policy not found for the provided ResourceArn: ${detail}`,
  );
}
