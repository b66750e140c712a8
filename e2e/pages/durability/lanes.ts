import type { Database } from 'hashrange/external';
import type { LaneStart, Report } from '../../durability/protocol.ts';
import { TABLE } from '../../durability/protocol.ts';
import { primaryKeyOf } from './items.ts';
import type { LaneState, Operation } from './requests.ts';
import { chooseOperation } from './requests.ts';

/** Sends reports to the witness, those of one moment together; each resolves when the witness has it. */
export class WitnessLine {
  readonly #url: string;
  #waiting: { readonly report: Report; readonly heard: () => void }[] = [];
  #isSending = false;

  constructor(url: string) {
    this.#url = url;
  }

  tell(report: Report): Promise<void> {
    return new Promise((heard) => {
      this.#waiting.push({ report, heard });
      if (!this.#isSending) void this.#send();
    });
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const body = JSON.stringify(batch.map(({ report }) => report));
      await fetch(this.#url, { method: 'POST', body });
      for (const { heard } of batch) heard();
    }
    this.#isSending = false;
  }
}

function randomFrom(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e37_79b9) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One operation after the other, for ever. */
export async function runLane(db: Database, start: LaneStart, line: WitnessLine): Promise<never> {
  const { lane } = start;
  const state: LaneState = {
    lane,
    items: new Map(Object.entries(start.items)),
    nextVersion: start.firstVersion,
    random: randomFrom(start.seed),
  };
  for (let isPreviousAcknowledged = false; ; isPreviousAcknowledged = true) {
    const operation = chooseOperation(state);
    const { kind, effects } = operation;
    await line.tell({ lane, next: { kind, effects }, isPreviousAcknowledged });
    const violation = await perform(db, state, operation);
    if (violation !== undefined) {
      await line.tell({ violation: `lane ${lane}: ${violation}` });
    }
  }
}

/** Does it and looks at the outcome; answers what is wrong with it. */
async function perform(
  db: Database,
  state: LaneState,
  { kind, operation, input, effects }: Operation,
): Promise<string | undefined> {
  const target = `DynamoDB_20120810.${operation}`;
  const { status, body } = await db.request(target, JSON.stringify(input));
  const isRefused = /ConditionalCheckFailedException|TransactionCanceledException/.test(body);
  if (effects.length === 0) {
    return status === 400 && isRefused ? undefined : `a ${kind} was answered ${status} ${body}`;
  }
  if (status !== 200) return `a ${kind} was answered ${status} ${body}`;
  for (const [key, version] of effects) {
    if (version === null) state.items.delete(key);
    else state.items.set(key, version);
  }
  const [[key] = ['']] = effects;
  return readBack(db, state, key);
}

/** An acknowledged write is what the next read sees. */
async function readBack(db: Database, state: LaneState, key: string): Promise<string | undefined> {
  const input = { TableName: TABLE, Key: primaryKeyOf(key), ConsistentRead: true };
  const { body } = await db.request('DynamoDB_20120810.GetItem', JSON.stringify(input));
  const { Item } = JSON.parse(body) as { readonly Item?: { readonly version: { N: string } } };
  const found = Item === undefined ? undefined : Number(Item.version.N);
  const wanted = state.items.get(key);
  return found === wanted
    ? undefined
    : `${key} was read as ${String(found)}, written as ${String(wanted)}`;
}
