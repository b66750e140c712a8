/**
 * The transaction ledger: which client request tokens have been used, so that a transaction sent again runs once.
 *
 * Two entries a token in `LEDGER_TREE`, written with the transaction's own log record: the entry itself under the token, and
 * a mark under its time of expiry, by which later transactions find and remove what has expired.
 *
 * 1. A token has an entry exactly when it has a mark, and the mark is the one of the entry's expiry.
 * 2. An expired entry is as good as absent, whether or not it has been removed.
 */
import { encodeScalar } from '../item/key-codec.ts';
import type { Check } from '../kernel/check.ts';
import { isA, isListOf, isNumber, isText } from '../kernel/check.ts';
import type { EpochMs } from '../kernel/time.ts';
import { collection } from '../storage/system-record.ts';
import { PLACES } from '../storage/system-tree.ts';
import type { Change, Store } from '../storage/store.ts';

/** How long a token stays good after its transaction. Source: semantics.md section 6. */
export const TOKEN_LIFETIME_MS = 600_000;

/** Expired tokens removed by one transaction: more than it adds, so that the ledger cannot grow for ever. */
const REMOVED_PER_TRANSACTION = 4;

/** Units a repeated transaction reports for a table, as its request named the table. */
export interface ReplayCharge {
  readonly tableName: string;
  readonly units: number;
}

export interface LedgerEntry {
  readonly token: string;
  readonly expiresMs: EpochMs;
  /** Tells the request that used the token from any other. */
  readonly fingerprint: string;
  readonly replayCharges: readonly ReplayCharge[];
}

const tokens = collection(
  PLACES.token,
  isA<LedgerEntry>({
    token: isText(),
    expiresMs: isNumber as Check<EpochMs>,
    fingerprint: isText(),
    replayCharges: isListOf(isA<ReplayCharge>({ tableName: isText(), units: isNumber })),
  }),
);
const ends = collection(PLACES.tokenEnd, isText());

/** The entry of a token that is still good. */
export function findLedgerEntry(
  store: Store,
  token: string,
  now: EpochMs,
): LedgerEntry | undefined {
  const entry = readEntry(store, token);
  return entry === undefined || entry.expiresMs <= now ? undefined : entry;
}

/** Whether the transaction that used the token is not over. */
export function isInProgress(store: Store, token: string): boolean {
  return store.isBeingWritten(tokens.tree, tokens.key(tokenName(token)));
}

function readEntry(store: Store, token: string): LedgerEntry | undefined {
  return tokens.find(store, tokenName(token));
}

/** The changes that enter `entry`, whose token is unused or expired, and remove a few expired ones. */
export function ledgerChanges(store: Store, entry: LedgerEntry, now: EpochMs): readonly Change[] {
  const changes = [...removalOfExpired(store, now)];
  const former = readEntry(store, entry.token);
  if (former !== undefined) changes.push(ends.remove(endName(former)));
  changes.push(tokens.put(tokenName(entry.token), entry), ends.put(endName(entry), entry.token));
  return changes;
}

function removalOfExpired(store: Store, now: EpochMs): readonly Change[] {
  const changes: Change[] = [];
  const range = {
    from: ends.key(''),
    to: ends.key(timeBytes((now + 1) as EpochMs)),
  };
  store.scan(ends.tree, range, { reverse: false, expectedBytes: 1024 }, (key, end) => {
    const token = tokenName(ends.decode(key, end));
    changes.push(ends.remove(key.slice(ends.prefix.length)), tokens.remove(token));
    return changes.length < 2 * REMOVED_PER_TRANSACTION;
  });
  return changes;
}

function tokenName(token: string): string {
  return encodeScalar({ S: token });
}

function endName({ expiresMs, token }: LedgerEntry): string {
  return timeBytes(expiresMs) + encodeScalar({ S: token });
}

/** Times in byte order: 12 hex digits hold 48 bits of milliseconds. */
function timeBytes(time: EpochMs): string {
  return time.toString(16).padStart(12, '0');
}
