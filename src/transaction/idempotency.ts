/**
 * Transactions that come again under the token of one that has run. Source: semantics.md section 6.
 */
import type { EpochMs } from '../kernel/time.ts';
import type { Change, Store } from '../storage/store.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import {
  findLedgerEntry,
  isInProgress,
  ledgerChanges,
  TOKEN_LIFETIME_MS,
} from './request-token-ledger.ts';
import type { ReplayCharge } from './request-token-ledger.ts';

/** What tells one request of a transaction from another. */
export interface Idempotency {
  readonly token: string;
  readonly fingerprint: string;
}

interface LedgerScope {
  readonly store: Store;
}

/** What a transaction that ran before under the same token reports, undefined where there was none. */
export function findReplay(
  { store }: LedgerScope,
  { token, fingerprint }: Idempotency,
  now: EpochMs,
): readonly ReplayCharge[] | undefined {
  const entry = findLedgerEntry(store, token, now);
  if (entry === undefined) return undefined;
  if (entry.fingerprint === fingerprint) {
    if (!isInProgress(store, token)) return entry.replayCharges;
    throw new DynamoError(
      'TransactionInProgressException',
      'The transaction with the given request token is already in progress.',
    );
  }
  throw new DynamoError(
    'IdempotentParameterMismatchException',
    'Specified idempotent token was used with different request parameters within the idempotency window',
  );
}

/** What remembers a transaction that runs now, and what a repetition will report. */
export function rememberedBy(
  { store }: LedgerScope,
  idempotency: Idempotency,
  replayCharges: readonly ReplayCharge[],
  now: EpochMs,
): readonly Change[] {
  const expiresMs = (now + TOKEN_LIFETIME_MS) as EpochMs;
  return ledgerChanges(store, { ...idempotency, expiresMs, replayCharges }, now);
}
