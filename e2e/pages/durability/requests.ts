import type { Announced, Effects } from '../../durability/protocol.ts';
import { TABLE } from '../../durability/protocol.ts';
import { itemOf, keyOf, primaryKeyOf } from './items.ts';

/** A request to make, and what must come of it. */
export interface Operation extends Announced {
  readonly operation: string;
  readonly input: object;
}

/** What a lane knows of its own items: everything, because it does one thing at a time. */
export interface LaneState {
  readonly lane: number;
  readonly items: Map<string, number>;
  nextVersion: number;
  readonly random: () => number;
}

const KEYS = 40;
const ITEMS_OF_TRANSACTION = 4;

const pick = (state: LaneState): string =>
  keyOf(state.lane, 'item', Math.floor(state.random() * KEYS));

const counterOf = (state: LaneState): string =>
  keyOf(state.lane, 'counter', Math.floor(state.random() * 3));

const versionIs = (version: number): object => ({
  ConditionExpression: 'version = :version',
  ExpressionAttributeValues: { ':version': { N: String(version) } },
});

const MUST_BE_NEW = { ConditionExpression: 'attribute_not_exists(pk)' };

function put(state: LaneState): Operation {
  const key = pick(state);
  const version = state.nextVersion++;
  const input = { TableName: TABLE, Item: itemOf(key, version) };
  return { kind: 'put', operation: 'PutItem', input, effects: [[key, version]] };
}

/** Succeeds when the item is at the version that the lane knows, or absent as it knows. */
function conditionalPut(state: LaneState): Operation {
  const { input, effects } = put(state);
  const [[key] = ['']] = effects;
  const known = state.items.get(key);
  const condition = known === undefined ? MUST_BE_NEW : versionIs(known);
  const kind = 'conditional put';
  return { kind, operation: 'PutItem', input: { ...input, ...condition }, effects };
}

/** Claims a version that never was, or that an existing item is new. */
function refusedPut(state: LaneState): Operation {
  const { input, effects } = put(state);
  const [[key] = ['']] = effects;
  const condition = state.items.has(key) ? MUST_BE_NEW : versionIs(0);
  const kind = 'refused put';
  return { kind, operation: 'PutItem', input: { ...input, ...condition }, effects: [] };
}

function remove(state: LaneState): Operation {
  const key = pick(state);
  const input = { TableName: TABLE, Key: primaryKeyOf(key) };
  return { kind: 'delete', operation: 'DeleteItem', input, effects: [[key, null]] };
}

function addToCounter(state: LaneState): { readonly update: object; readonly effects: Effects } {
  const key = counterOf(state);
  const update = {
    TableName: TABLE,
    Key: primaryKeyOf(key),
    UpdateExpression: 'ADD version :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  };
  return { update, effects: [[key, (state.items.get(key) ?? 0) + 1]] };
}

function count(state: LaneState): Operation {
  const { update, effects } = addToCounter(state);
  return { kind: 'update', operation: 'UpdateItem', input: update, effects };
}

/** Puts, one delete and a counter as one; refused when it checks for a version that never was. */
function transaction(state: LaneState, isRefused: boolean): Operation {
  const keys = new Set<string>();
  while (keys.size < ITEMS_OF_TRANSACTION + 2) keys.add(pick(state));
  const [checked = '', gone = '', ...written] = keys;
  const version = state.nextVersion++;
  const { update, effects } = addToCounter(state);
  const known = isRefused ? 0 : state.items.get(checked);
  const check = known === undefined ? MUST_BE_NEW : versionIs(known);
  const TransactItems = [
    ...written.map((key) => ({ Put: { TableName: TABLE, Item: itemOf(key, version) } })),
    { Update: update },
    { Delete: { TableName: TABLE, Key: primaryKeyOf(gone) } },
    { ConditionCheck: { TableName: TABLE, Key: primaryKeyOf(checked), ...check } },
  ];
  const all: Effects = [
    ...written.map((key) => [key, version] as const),
    ...effects,
    [gone, null] as const,
  ];
  return {
    kind: isRefused ? 'refused transaction' : 'transaction',
    operation: 'TransactWriteItems',
    input: { TransactItems },
    effects: isRefused ? [] : all,
  };
}

/** The lane's next operation. */
export function chooseOperation(state: LaneState): Operation {
  const chance = state.random();
  if (chance < 0.35) return put(state);
  if (chance < 0.5) return conditionalPut(state);
  if (chance < 0.6) return refusedPut(state);
  if (chance < 0.7) return remove(state);
  if (chance < 0.8) return count(state);
  return transaction(state, chance > 0.93);
}
