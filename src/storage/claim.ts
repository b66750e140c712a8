import type { StoredItem } from './stored-item.ts';
import type { KnownSize, Lsn } from './store.ts';

/** What the change of a record was said to replace. */
export interface Claim {
  readonly lsn: Lsn;
  readonly replaces: KnownSize;
}

/** A claim that is not true. */
export interface FalseClaim extends Claim {
  readonly replaced: KnownSize;
}

/** The last change of a key whose page is not in memory, with what is known of those before it. */
export interface ClaimedChange {
  /** What now stands at the key; undefined for nothing. */
  readonly item: StoredItem | undefined;
  readonly lsn: Lsn;
  /** Of the first: only the page can tell whether it is true. */
  readonly claim: Claim;
  /** Claims that the change before disproves: the log has them so, from a life in which the page was in memory in between. */
  readonly falseClaims: readonly FalseClaim[];
}

/** Claims that are not true of changes which a page does not contain: it ends at record `pageLsn`, and `old` stood there. */
export function falseClaimsOf(
  { claim, falseClaims }: Pick<ClaimedChange, 'claim' | 'falseClaims'>,
  pageLsn: Lsn,
  old: StoredItem | undefined,
): readonly FalseClaim[] {
  const replaced = old?.sizeBytes ?? 0;
  const isTrue = claim.replaces === replaced;
  return [...(isTrue ? [] : [{ ...claim, replaced }]), ...falseClaims].filter(
    ({ lsn }) => lsn > pageLsn,
  );
}
