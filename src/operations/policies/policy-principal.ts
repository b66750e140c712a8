/** Principals of a policy: what can be one, and the form that AWS keeps them in. */
import type { JsonObject } from '../../wire/shapes/collections.ts';

const ACCOUNT_ID = /^\d{12}$/;
/** The ARN of an account's root, of a user, a role or a session, or the id of one of these. */
const IDENTITY = /^(?:arn:aws[a-z-]*:(?:iam|sts)::\d{12}:\S+|A[A-Z0-9]{15,127})$/;
const KINDS: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/**
 * Whether it has the form of a principal. Whether there is one of that name nobody knows here. Source: access.md section 10 has the
 * refusal; which forms it means is not known.
 */
export function isPrincipal(principal: unknown): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null || Array.isArray(principal)) return false;
  const kinds = Object.entries(principal);
  return (
    kinds.length > 0 &&
    kinds.every(
      ([kind, names]) => KINDS.has(kind) && listOf(names).every((each) => isNameOf(kind, each)),
    )
  );
}

function isNameOf(kind: string, name: unknown): boolean {
  if (typeof name !== 'string') return false;
  return kind !== 'AWS' || name === '*' || ACCOUNT_ID.test(name) || IDENTITY.test(name);
}

/** Whether a principal is anyone at all. */
export function isEveryone(principal: unknown): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  return listOf((principal as JsonObject)['AWS']).includes('*');
}

/** The values of a field that holds one or a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A principal as it is kept: accounts as the ARNs of their roots, each once, one alone in no list. */
export function canonicalPrincipal(principal: unknown): unknown {
  if (typeof principal !== 'object' || principal === null) return principal;
  const kinds = Object.entries(principal).map(([kind, value]): [string, unknown] => {
    const names = listOf(value).map((each) => (kind === 'AWS' ? rootArnOf(each) : each));
    return [kind, loneElement([...new Set(names)])];
  });
  return Object.fromEntries(kinds);
}

function rootArnOf(account: unknown): unknown {
  const isId = typeof account === 'string' && ACCOUNT_ID.test(account);
  return isId ? `arn:aws:iam::${account}:root` : account;
}

/** A list of one as its one element. */
export function loneElement(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : values;
}
