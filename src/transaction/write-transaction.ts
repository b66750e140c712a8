/**
 * Decides a TransactWriteItems as a whole: every action against the same images, all changes or the reasons why none.
 */
import type { Condition } from '../expression/condition/condition.ts';
import { ValueFault } from '../item/value-fault.ts';
import type { ItemImage } from '../partition/index-entry.ts';
import { UpdatedIndexKeyFault } from '../partition/index-key-rules.ts';
import { checkStatement, decideWrite } from '../partition/item-write.ts';
import type { ItemPlace } from '../partition/item-changes.ts';
import type { WriteAction } from '../partition/item-write.ts';
import { imageOf } from '../partition/stored-image.ts';
import type { Change } from '../storage/store.ts';
import type { StoredItem } from '../storage/stored-item.ts';
import { validationError } from '../wire/dynamo-error.ts';
import { findCancellation, NO_REASON } from './cancellation.ts';
import type { CancellationReason } from './cancellation.ts';

export interface TransactionAction {
  readonly action: WriteAction;
  readonly condition: Condition | undefined;
  /** Whether a failed condition shows the item it failed on. */
  readonly itemOnFailure: boolean;
  /** Whether the condition is that of an INSERT: that no item is there. */
  readonly isInsert?: boolean;
  /** Where its item is, or what keeps the action from its table: a key of the wrong type, an update of the key. */
  readonly target: ItemPlace | { readonly fault: string };
  /** Whether the item's collection can take the changes, behind those that it took of earlier actions. */
  readonly takes: (changes: readonly Change[]) => boolean;
  /** Whether another transaction is at the item. */
  readonly isContended: boolean;
}

/** What one action read and left, for its charge. A ConditionCheck leaves what it read. */
export interface ActionEffect {
  readonly before: StoredItem | undefined;
  readonly after: ItemImage | undefined;
  readonly beforeBytes: number;
  readonly afterBytes: number;
}

export interface TransactionDecision {
  readonly changes: readonly Change[];
  /** In the order of the actions. */
  readonly effects: readonly ActionEffect[];
}

/**
 * Decides `actions` against what `read` finds. Evaluates them up to the first whose key or index key is bad, whichever else fail,
 * and throws the cancellation if any does; throws a ValidationException for what no action may do at all.
 * Source: validation.md section 16.
 */
export function decideTransaction(
  actions: readonly TransactionAction[],
  read: (place: ItemPlace) => StoredItem | undefined,
): TransactionDecision {
  const images = actions.map(({ target }) => ('fault' in target ? undefined : read(target)));
  actions.forEach(({ action }, i) => {
    checkStatementAtTop(action, images[i]);
  });
  const outcomes = decideInOrder(actions, images);
  const effects = outcomes.map((outcome) => outcome.effect);
  const cancellation = findCancellation(outcomes.map((outcome) => outcome.reason));
  if (cancellation !== undefined) throw cancellation;
  return { changes: outcomes.flatMap(({ changes }) => changes), effects };
}

interface ActionOutcome {
  readonly reason: CancellationReason;
  /** Whether the actions behind this one are not looked at. */
  readonly isLast?: boolean;
  readonly changes: readonly Change[];
  readonly effect: ActionEffect;
}

const NOTHING: ActionOutcome = {
  reason: NO_REASON,
  changes: [],
  effect: { before: undefined, after: undefined, beforeBytes: 0, afterBytes: 0 },
};

function decideInOrder(
  actions: readonly TransactionAction[],
  images: readonly (StoredItem | undefined)[],
): readonly ActionOutcome[] {
  let isOver = false;
  return actions.map((action, i) => {
    if (isOver) return NOTHING;
    const outcome = decideAction(action, images[i]);
    isOver = outcome.isLast === true;
    return outcome;
  });
}

function decideAction(
  { action, condition, itemOnFailure, isInsert, target, takes, isContended }: TransactionAction,
  before: StoredItem | undefined,
): ActionOutcome {
  const beforeBytes = before?.sizeBytes ?? 0;
  const refuse = (reason: CancellationReason): ActionOutcome => {
    const effect = { before, after: undefined, beforeBytes, afterBytes: 0 };
    return { reason, changes: [], effect };
  };
  if ('fault' in target) {
    return { ...refuse({ code: 'ValidationError', message: target.fault }), isLast: true };
  }
  if (isContended) return refuse({ code: 'TransactionConflict' });
  try {
    const decision = decideWrite({ place: target, action, condition }, before);
    if (decision.outcome === 'conditionFailed') {
      if (isInsert === true) return refuse({ code: 'DuplicateItem' });
      return refuse({ code: 'ConditionalCheckFailed', item: itemOnFailure ? before : undefined });
    }
    const { changes, after } = decision;
    if (!takes(changes)) return refuse({ code: 'ItemCollectionSizeLimitExceeded' });
    const afterBytes = action.kind === 'check' ? beforeBytes : (after?.sizeBytes ?? 0);
    return { reason: NO_REASON, changes, effect: { before, after, beforeBytes, afterBytes } };
  } catch (fault) {
    if (!(fault instanceof ValueFault)) throw fault;
    const outcome = refuse({ code: 'ValidationError', message: reasonOf(fault) });
    return { ...outcome, isLast: fault instanceof UpdatedIndexKeyFault };
  }
}

/** An index key of another type cancels; an empty or too long one refuses the request. Source: validation.md section 5. */
function reasonOf(fault: ValueFault): string {
  if (!(fault instanceof UpdatedIndexKeyFault)) return fault.message;
  if (fault.fault.kind !== 'type') throw validationError(fault.message);
  return fault.message;
}

/** A statement too large is refused before the transaction opens; an item too large cancels it. */
function checkStatementAtTop(action: WriteAction, before: StoredItem | undefined): void {
  if (action.kind !== 'update' || action.update === undefined) return;
  try {
    checkStatement(action.update, imageOf(before));
  } catch (fault) {
    throw fault instanceof ValueFault ? validationError(fault.message) : fault;
  }
}
