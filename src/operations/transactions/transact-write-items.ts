import { consumedCapacityByTable } from '../../capacity/consumed-capacity.ts';
import type { NamedAccess, ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import { writeItems } from '../../partition/table-access.ts';
import type { MadeWrite, WriteOutcome } from '../../partition/write-outcome.ts';
import {
  findCancellation,
  findOutrightRefusal,
  NO_REASON,
  reasonOf,
} from '../../transaction/cancellation.ts';
import { fingerprintOf } from '../../transaction/fingerprint.ts';
import { findReplay, rememberedBy } from '../../transaction/idempotency.ts';
import type { Idempotency } from '../../transaction/idempotency.ts';
import { RequestPayload } from '../../transaction/payload.ts';
import type { ReplayCharge } from '../../transaction/request-token-ledger.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { requestShape, required } from '../../wire/shapes/structure.ts';
import type { RouterContext } from '../context.ts';
import { MANY_VALUES } from '../operation.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { jsonText, objectText } from '../request/answer-parts.ts';
import { metricsByTable } from '../request/collection-metrics.ts';
import { returnConsumedCapacity, returnItemCollectionMetrics } from '../request/common-members.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import { parseAction, writesOf } from './transaction-actions.ts';
import type { ParsedAction } from './transaction-actions.ts';
import { transactItems, transactWriteItem } from './transaction-members.ts';
import { writeTouch } from '../request/touched-tables.ts';

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
  readonly idempotency: Idempotency | undefined;
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
  const { actions, capacity, metrics, idempotency } = request;
  const now = context.world.service.now();
  const replay = idempotency && findReplay(context, idempotency, now);
  if (replay !== undefined) {
    const accesses = replay.map(repeatedAccess);
    return { ConsumedCapacity: jsonText(consumedCapacityByTable(capacity, accesses)) };
  }
  const outcomes = writeItems(context, writesOf(actions, context), {
    refuse: findOutrightRefusal,
    isTransaction: true,
    measuresCollections: metrics,
    along: (made) =>
      idempotency === undefined
        ? []
        : rememberedBy(context, idempotency, replayCharges(request, made), now),
  });
  const made = madeBy(actions, outcomes).map((access, i) => ({ ...namedBy(actions[i]), access }));
  return {
    ConsumedCapacity: jsonText(consumedCapacityByTable(capacity, made)),
    ItemCollectionMetrics: jsonText(metricsByTable(made)),
  };
}

/** The writes of a transaction; throws its cancellation where one was refused. */
function madeBy(
  actions: readonly ParsedAction[],
  outcomes: readonly WriteOutcome[],
): readonly MadeWrite[] {
  const reasons = actions.map((action, i) => {
    const refusal = outcomes[i]?.refusal;
    return refusal === undefined ? NO_REASON : reasonOf(refusal, action);
  });
  const cancellation = findCancellation(reasons);
  if (cancellation !== undefined) throw cancellation;
  return outcomes.filter((outcome) => outcome.refusal === undefined);
}

function namedBy(action: ParsedAction | undefined): { readonly tableName: string } {
  return { tableName: action?.tableName ?? '' };
}

/** What a repetition will report: reads of what was read and left. */
function replayCharges(
  { actions }: WriteTransactionRequest,
  made: readonly MadeWrite[],
): readonly ReplayCharge[] {
  return made.map((write, i) => ({ ...namedBy(actions[i]), units: write.repeatedUnits() }));
}

function repeatedAccess({ tableName, units }: ReplayCharge): NamedAccess {
  return { tableName, access: { charge: () => ({ units, axis: 'ReadCapacityUnits' }) } };
}

export const transactWriteItems: Operation<WriteTransactionRequest> = {
  name: 'TransactWriteItems',
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
  touches: ({ actions }, scope) => actions.map((action) => writeTouch(scope, action)),
  run,
};
