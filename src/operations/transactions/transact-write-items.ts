import { consumedCapacityByTable } from '../../capacity/consumed-capacity.ts';
import type {
  CapacityCharge,
  ReturnConsumedCapacity,
  UnitAxis,
} from '../../capacity/consumed-capacity.ts';
import { readUnits, transactionWriteUnits } from '../../capacity/units.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { indexWriteUnits } from '../../partition/index-charge.ts';
import { storedImage } from '../../partition/item-changes.ts';
import { fingerprintOf } from '../../transaction/fingerprint.ts';
import {
  findLedgerEntry,
  isInProgress,
  ledgerChanges,
  TOKEN_LIFETIME_MS,
} from '../../transaction/token-ledger.ts';
import type { ReplayCharge } from '../../transaction/token-ledger.ts';
import { RequestPayload } from '../../transaction/payload.ts';
import { decideTransaction } from '../../transaction/write-transaction.ts';
import type {
  ActionEffect,
  TransactionAction,
  TransactionDecision,
} from '../../transaction/write-transaction.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { requestShape, required } from '../../wire/shapes/structure.ts';
import { jsonText, objectText } from '../request/answer-text.ts';
import { returnConsumedCapacity, returnItemCollectionMetrics } from '../request/common-members.ts';
import { metricsByTable } from '../request/collection-metrics.ts';
import type { RouterContext } from '../context.ts';
import { MANY_VALUES } from '../operation.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { needItems } from '../request/item-reads.ts';
import { parseAction, placeActions } from './transaction-actions.ts';
import type { ParsedAction, PlacedAction } from './transaction-actions.ts';
import { transactItems, transactWriteItem } from './transaction-members.ts';
import { guard, valueRules } from '../request/value-layer.ts';

const RULES = valueRules('TransactWriteItems');
const TOKEN_LENGTH_MAX = 36;
const readShape = requestShape({
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
  TransactItems: required(transactItems(transactWriteItem)),
  ClientRequestToken: string({ min: 1, max: TOKEN_LENGTH_MAX, form: 'named' }),
});

export interface WriteTransactionRequest {
  readonly actions: readonly ParsedAction[];
  readonly capacity: ReturnConsumedCapacity;
  readonly metrics: boolean;
  readonly idempotency: { readonly token: string; readonly fingerprint: string } | undefined;
}

function parse(body: RequestBody): WriteTransactionRequest {
  const request = readShape(body);
  const payload = new RequestPayload();
  const actions = guard(RULES, () =>
    request.TransactItems.map((item) => {
      const action = parseAction(item);
      payload.add(action.payloadBytes);
      return action;
    }),
  );
  const token = request.ClientRequestToken;
  return {
    actions,
    capacity: request.ReturnConsumedCapacity ?? 'NONE',
    metrics: request.ReturnItemCollectionMetrics === 'SIZE',
    idempotency:
      token === undefined
        ? undefined
        : { token, fingerprint: fingerprintOf(request.TransactItems) },
  };
}

type AnswerMembers = Readonly<Record<string, string | undefined>>;

function run(request: WriteTransactionRequest, context: RouterContext): string {
  return objectText(runWriteTransaction(request, context));
}

/** Runs a transaction of writes, or finds that it has run. Answers the members of its answer as JSON text. */
export function runWriteTransaction(
  request: WriteTransactionRequest,
  context: RouterContext,
): AnswerMembers {
  const now = context.world.clock.now();
  const replay = findReplay(request, context, now);
  if (replay !== undefined) return members(request, replay, 'ReadCapacityUnits');
  const { store } = context;
  const actions = placeActions(request.actions, context);
  needItems(
    store,
    actions.flatMap(({ target }) => ('fault' in target ? [] : [target])),
  );
  const decision = decideTransaction(actions, ({ table, key }) => store.get(table.tree, key));
  const changes = [...decision.changes, ...entryChanges(request, context, decision, now)];
  const charged =
    request.capacity === 'NONE' ? [] : writeCharges(request, decision.effects, actions);
  const answer = members(
    request,
    charged,
    'WriteCapacityUnits',
    metricsOf(request, actions, context),
  );
  const items = actions.flatMap(({ target }) => ('fault' in target ? [] : [target]));
  if (changes.length > 0) {
    store.append(
      changes,
      items.map(({ table, key }) => ({ tree: table.tree, key })),
    );
  }
  return answer;
}

/** What a transaction that ran before under the same token reports, undefined where there was none. */
function findReplay(
  { idempotency }: WriteTransactionRequest,
  { store }: RouterContext,
  now: EpochMs,
): readonly ReplayCharge[] | undefined {
  if (idempotency === undefined) return undefined;
  const entry = findLedgerEntry(store, idempotency.token, now);
  if (entry === undefined) return undefined;
  if (entry.fingerprint === idempotency.fingerprint) {
    if (!isInProgress(store, idempotency.token)) return entry.replayCharges;
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

function entryChanges(
  request: WriteTransactionRequest,
  { store }: RouterContext,
  decision: TransactionDecision,
  now: EpochMs,
): ReturnType<typeof ledgerChanges> {
  if (request.idempotency === undefined) return [];
  const expiresMs = (now + TOKEN_LIFETIME_MS) as EpochMs;
  const replayCharges = replayChargesOf(request, decision.effects);
  return ledgerChanges(store, { ...request.idempotency, expiresMs, replayCharges }, now);
}

function metricsOf(
  { metrics }: WriteTransactionRequest,
  actions: readonly PlacedAction[],
  { store }: RouterContext,
): ReturnType<typeof metricsByTable> {
  if (!metrics) return undefined;
  const writes = actions.filter(({ action }) => action.kind !== 'check');
  return metricsByTable(
    store,
    writes.map((write) => ({ ...write, item: write.attributes })),
  );
}

function writeCharges(
  { actions }: WriteTransactionRequest,
  effects: readonly ActionEffect[],
  placed: readonly TransactionAction[],
): readonly CapacityCharge[] {
  return effects.map(({ before, after, beforeBytes, afterBytes }, i) => {
    const target = placed[i]?.target;
    const isCheck = placed[i]?.action.kind === 'check';
    const indexes =
      target === undefined || 'fault' in target || isCheck
        ? undefined
        : indexWriteUnits(target, storedImage(before), after);
    return {
      tableName: actions[i]?.tableName ?? '',
      units: transactionWriteUnits(beforeBytes, afterBytes),
      ...(indexes === undefined ? {} : { indexes }),
    };
  });
}

/** What a repetition will report: reads of what was read and left. */
function replayChargesOf(
  { actions }: WriteTransactionRequest,
  effects: readonly ActionEffect[],
): readonly ReplayCharge[] {
  return effects.map(({ beforeBytes, afterBytes }, i) => ({
    tableName: actions[i]?.tableName ?? '',
    units: readUnits(Math.max(beforeBytes, afterBytes), 'transactional'),
  }));
}

function members(
  { capacity }: WriteTransactionRequest,
  charged: readonly CapacityCharge[],
  axis: UnitAxis,
  metrics?: ReturnType<typeof metricsByTable>,
): AnswerMembers {
  const consumed = consumedCapacityByTable(
    capacity,
    charged.map((charge) => ({ ...charge, axis })),
  );
  return {
    ConsumedCapacity: jsonText(consumed),
    ItemCollectionMetrics: jsonText(metrics),
  };
}

export const transactWriteItems: Operation<WriteTransactionRequest> = {
  name: 'TransactWriteItems',
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
  run,
};
