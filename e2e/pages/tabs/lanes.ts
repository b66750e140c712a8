import type { Database, InputOf, OperationName, OutputOf } from 'hashrange/external';
import type { LaneTally } from '../../tabs/protocol.ts';
import { ITEMS_OF_LANE, LANES, TABLE, TALLY_CHANNEL } from '../../tabs/protocol.ts';

export const counterKey = (label: string, lane: number) => ({ id: { S: `${label}/${lane}/sum` } });
export const itemKey = (label: string, lane: number, item: number) => ({
  id: { S: `${label}/${lane}/${item}` },
});

/** Clients that do one thing after another, each knowing what the answer must be. */
export class Lanes {
  readonly faults: string[] = [];
  readonly tallies: LaneTally[];
  calls = 0;
  readonly #db: Database;
  readonly #label: string;
  readonly #channel = new BroadcastChannel(TALLY_CHANNEL);
  #isRunning = true;
  #running: Promise<unknown>;
  #lastAnswer = performance.now();
  #longestGap = 0;
  #onAnswer: (lane: number) => void = () => undefined;

  constructor(db: Database, label: string) {
    this.#db = db;
    this.#label = label;
    this.tallies = Array.from({ length: LANES }, (_, lane) => ({ label, lane, adds: 0, puts: 0 }));
    this.#running = this.#runAll();
  }

  async pause(): Promise<void> {
    this.#isRunning = false;
    await this.#running;
  }

  resume(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.resetGap();
    this.#running = this.#runAll();
  }

  resetGap(): void {
    this.#longestGap = 0;
    this.#lastAnswer = performance.now();
  }

  /** Resolves when every lane has had two more answers: the second to a request sent from now on. */
  gapUntilAnswered(): Promise<number> {
    const awaited = Array.from({ length: LANES }, () => 2);
    return new Promise((resolve) => {
      this.#onAnswer = (lane) => {
        awaited[lane] = (awaited[lane] ?? 0) - 1;
        if (awaited.some((answers) => answers > 0)) return;
        this.#onAnswer = () => undefined;
        resolve(this.#longestGap);
      };
    });
  }

  #runAll(): Promise<unknown> {
    return Promise.all(this.tallies.map((_, lane) => this.#run(lane)));
  }

  async #run(lane: number): Promise<void> {
    while (this.#isRunning) {
      try {
        await this.#add(lane);
        await this.#put(lane);
        await this.#get(lane);
      } catch (error) {
        this.faults.push(`${this.#label}/${lane}: ${String(error)}`);
        return;
      }
    }
  }

  async #add(lane: number): Promise<void> {
    const tally = this.tallies[lane] as LaneTally;
    const { Attributes } = await this.#send(lane, 'UpdateItem', {
      TableName: TABLE,
      Key: counterKey(this.#label, lane),
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'UPDATED_NEW',
    });
    const sum = Attributes?.['n']?.N;
    this.#tell({ ...tally, adds: tally.adds + 1 });
    if (sum !== String(tally.adds + 1))
      this.faults.push(`${this.#label}/${lane}: ${sum} after ${tally.adds + 1} additions`);
  }

  async #put(lane: number): Promise<void> {
    const tally = this.tallies[lane] as LaneTally;
    const version = tally.puts;
    const Item = {
      ...itemKey(this.#label, lane, version % ITEMS_OF_LANE),
      version: { N: String(version) },
      text: { S: 'x'.repeat(200) },
    };
    await this.#send(lane, 'PutItem', { TableName: TABLE, Item });
    this.#tell({ ...tally, puts: version + 1 });
  }

  /** Its own last write is what a lane must see. */
  async #get(lane: number): Promise<void> {
    const { puts } = this.tallies[lane] as LaneTally;
    const { Item } = await this.#send(lane, 'GetItem', {
      TableName: TABLE,
      Key: itemKey(this.#label, lane, (puts - 1) % ITEMS_OF_LANE),
      ConsistentRead: true,
    });
    const version = Item?.['version']?.N;
    if (version !== String(puts - 1))
      this.faults.push(`${this.#label}/${lane}: read ${version} after ${puts - 1}`);
  }

  async #send<Name extends OperationName>(
    lane: number,
    operation: Name,
    input: InputOf<Name>,
  ): Promise<OutputOf<Name>> {
    const answer = await this.#db.send(operation, input);
    const now = performance.now();
    this.#longestGap = Math.max(this.#longestGap, now - this.#lastAnswer);
    this.#lastAnswer = now;
    this.calls++;
    this.#onAnswer(lane);
    return answer;
  }

  #tell(tally: LaneTally): void {
    this.tallies[tally.lane] = tally;
    this.#channel.postMessage(tally);
  }
}
