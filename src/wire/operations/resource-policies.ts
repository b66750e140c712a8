/** Policies of tables and streams: JSON text. */
import type { Exchange } from './exchange.ts';

export interface ResourcePolicyOperations {
  readonly GetResourcePolicy: Exchange<GetResourcePolicyInput, GetResourcePolicyOutput>;
  readonly PutResourcePolicy: Exchange<PutResourcePolicyInput, PolicyRevision>;
  readonly DeleteResourcePolicy: Exchange<DeleteResourcePolicyInput, PolicyRevision>;
}

export interface GetResourcePolicyInput {
  readonly ResourceArn: string;
}

export interface GetResourcePolicyOutput {
  readonly Policy?: string | undefined;
  readonly RevisionId?: string | undefined;
}

/** Refused unless the policy has the expected revision; `NO_POLICY` expects none. */
export interface PutResourcePolicyInput {
  readonly ResourceArn: string;
  readonly Policy: string;
  readonly ExpectedRevisionId?: string | undefined;
  readonly ConfirmRemoveSelfResourceAccess?: boolean | undefined;
}

/** Refused unless the policy has the expected revision. */
export interface DeleteResourcePolicyInput {
  readonly ResourceArn: string;
  readonly ExpectedRevisionId?: string | undefined;
}

export interface PolicyRevision {
  readonly RevisionId?: string | undefined;
}
