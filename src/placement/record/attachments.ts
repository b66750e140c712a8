import { isNumber, isMapOf, isText, optional } from '../../kernel/check.ts';

/** What a table or a stream carries of its own, each apart from the other. */
export interface Attachments {
  readonly tags: Readonly<Record<string, string>>;
  /** The document in canonical form, see `operations/policies/policy-document.ts`. */
  readonly resourcePolicy?: string | undefined;
  /** Time of the last change to the policy, its removal too, and its revision. Absent: the time of the create. */
  readonly policyRevisionMs?: number | undefined;
}

export const attachmentChecks = {
  tags: isMapOf(isText()),
  resourcePolicy: optional(isText()),
  policyRevisionMs: optional(isNumber),
};
