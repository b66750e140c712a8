import { sizeOfItem } from '../../item/item-size.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import type { TurnedKnobs } from '../knobs/draw-knobs.ts';
import { RegionInTime } from '../region-in-time.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { readShard, readStream, readTail, shardsOf } from './stream-reading.ts';
import type { ReadRecord } from './stream-reading.ts';

const TABLE = 'items';
const EXPIRY_DELAY_MS = 30_000;
/** How near the end of an item may be for it to be uncertain whether it is gone. */
const UNSURE_MS = EXPIRY_DELAY_MS + 3000;
const VIEWS = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;
const KEYS = Array.from({ length: 12 }, (_, i) => `k${String(i)}`);

/** One change that a stream has to tell. */
interface Change {
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Whether nobody asked for it. */
  readonly isExpiry: boolean;
}

/** A stream and all it has to tell, in order. */
interface ExpectedStream {
  readonly arn: string;
  readonly view: (typeof VIEWS)[number];
  readonly changes: Change[];
}

type Write = readonly [key: string, after: Item | undefined];

/** Random writes, streams, splits, rolls and restarts against a list of changes. Throws at the first difference. */
export async function simulateStreams(
  seed: number,
  steps: number,
  knobs: TurnedKnobs = {},
): Promise<number> {
  const world = new SimulatedWorld(seed, knobs);
  const options = { expiryDelayMs: EXPIRY_DELAY_MS };
  const region = await RegionInTime.openOn(world, memoryDevices(), options);
  return new StreamSimulation(region, seed).run(steps);
}

class StreamSimulation {
  readonly #region: RegionInTime;
  readonly #hasIndexes: boolean;
  readonly #items = new Map<string, Item>();
  readonly #streams: ExpectedStream[] = [];
  #live: ExpectedStream | undefined;
  #warmUnits = 4000;
  #passedMs = 0;

  constructor(region: RegionInTime, seed: number) {
    this.#region = region;
    this.#hasIndexes = seed % 2 === 0;
  }

  async run(steps: number): Promise<number> {
    await this.#createTable();
    for (let step = 0; step < steps; step++) await this.#step(step);
    await this.#verify();
    await this.#region.close();
    return this.#streams.reduce((sum, { changes }) => sum + changes.length, 0);
  }

  async #createTable(): Promise<void> {
    const projections = ['ALL', 'KEYS_ONLY'];
    await this.#region.call('CreateTable', {
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        ...(this.#hasIndexes ? [{ AttributeName: 'v', AttributeType: 'S' }] : []),
      ],
      ...(this.#hasIndexes
        ? {
            GlobalSecondaryIndexes: projections.map((ProjectionType) => ({
              IndexName: `by-${ProjectionType}`,
              KeySchema: [{ AttributeName: 'v', KeyType: 'HASH' }],
              Projection: { ProjectionType },
            })),
          }
        : {}),
    });
    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl' };
    await this.#region.call('UpdateTimeToLive', { TableName: TABLE, TimeToLiveSpecification });
    await this.#toggle();
  }

  async #step(step: number): Promise<void> {
    await this.#settleExpiry();
    const { random } = this.#region.world;
    const drawn = random.below(100);
    if (drawn < 40) await this.#write([this.#draw(step)]);
    else if (drawn < 55) await this.#batch(step);
    else if (drawn < 70) await this.#transact(step);
    else if (drawn < 80) await this.#update(step);
    else if (drawn < 85) await this.#toggle();
    else if (drawn < 88) await this.#split();
    else if (drawn < 93) await this.#pass(random.below(3 * 3_600_000));
    else if (drawn < 97) await this.#region.reopen(random.chance(0.5) ? 'close' : 'kill');
    else await this.#verify();
  }

  /** Few values, so that many writes change nothing. */
  #draw(step: number, key = this.#region.world.random.pick(KEYS)): Write {
    const { random } = this.#region.world;
    if (random.chance(0.25)) return [key, undefined];
    const v = { S: `v${String(random.chance(0.5) ? random.below(3) : step)}` };
    const padding = { S: 'x'.repeat(random.chance(0.05) ? 30_000 : 3) };
    const seconds = Math.floor(this.#region.nowMs / 1000) + 60 + random.below(7200);
    const ttl = random.chance(0.2) ? { ttl: { N: String(seconds) } } : {};
    const item = random.chance(0.5)
      ? { pk: { S: key }, v, padding, ...ttl }
      : { ...ttl, padding, v, pk: { S: key } };
    return [key, item];
  }

  #several(step: number, count: number): readonly Write[] {
    const rest = [...KEYS];
    const { random } = this.#region.world;
    return Array.from({ length: count }, () =>
      this.#draw(step, rest.splice(random.below(rest.length), 1)[0]),
    );
  }

  async #write(writes: readonly Write[]): Promise<void> {
    const requests = writes.map(([key, after]) =>
      after === undefined
        ? this.#region.begin('DeleteItem', { TableName: TABLE, Key: { pk: { S: key } } })
        : this.#region.begin('PutItem', { TableName: TABLE, Item: after }),
    );
    for (const answer of await this.#region.world.until(Promise.all(requests))) {
      if (answer.status !== 200) throw new Error(answer.text);
    }
    for (const write of writes) this.#expect(write);
  }

  async #batch(step: number): Promise<void> {
    const writes = this.#several(step, 1 + this.#region.world.random.below(8));
    const requests = writes.map(([key, Item]) =>
      Item === undefined
        ? { DeleteRequest: { Key: { pk: { S: key } } } }
        : { PutRequest: { Item } },
    );
    await this.#region.call('BatchWriteItem', { RequestItems: { [TABLE]: requests } });
    for (const write of writes) this.#expect(write);
  }

  async #transact(step: number): Promise<void> {
    const { random } = this.#region.world;
    const writes = this.#several(step, 1 + random.below(5));
    const mustFail = random.chance(0.3);
    const actions = writes.map(([key, Item]) =>
      Item === undefined
        ? { Delete: { TableName: TABLE, Key: { pk: { S: key } } } }
        : { Put: { TableName: TABLE, Item } },
    );
    const check = {
      ConditionCheck: {
        TableName: TABLE,
        Key: { pk: { S: 'never' } },
        ConditionExpression: 'attribute_exists(pk)',
      },
    };
    const TransactItems = mustFail ? [...actions, check] : actions;
    const { status, text } = await this.#region.send('TransactWriteItems', { TransactItems });
    if ((status === 200) === mustFail) throw new Error(`TransactWriteItems: ${text}`);
    if (!mustFail) for (const write of writes) this.#expect(write);
  }

  async #update(step: number): Promise<void> {
    const { random } = this.#region.world;
    const key = random.pick(KEYS);
    const v = { S: `v${String(random.below(3))}` };
    await this.#region.call('UpdateItem', {
      TableName: TABLE,
      Key: { pk: { S: key } },
      UpdateExpression: 'SET v = :v, step = :step',
      ExpressionAttributeValues: { ':v': v, ':step': { N: String(step) } },
    });
    const before = this.#items.get(key) ?? { pk: { S: key } };
    this.#expect([key, { ...before, v, step: { N: String(step) } }]);
  }

  /** Takes over what has expired; lets time pass where it is not certain whether something has. */
  async #settleExpiry(): Promise<void> {
    const times = (): readonly number[] =>
      [...this.#items.values()].map(({ ttl }) => Number(ttl && 'N' in ttl ? ttl.N : NaN) * 1000);
    const isUnsure = (ms: number): boolean => Math.abs(ms - this.#region.nowMs) < UNSURE_MS;
    while (times().some(isUnsure)) await this.#region.pass(UNSURE_MS);
    for (const [key, { ttl }] of [...this.#items]) {
      const ms = Number(ttl && 'N' in ttl ? ttl.N : NaN) * 1000;
      if (ms < this.#region.nowMs) this.#expect([key, undefined], true);
    }
  }

  #expect([key, after]: Write, isExpiry = false): void {
    const before = this.#items.get(key);
    if (after === undefined) this.#items.delete(key);
    else this.#items.set(key, after);
    if (canonical(before) === canonical(after)) return;
    this.#live?.changes.push({ key, before, after, isExpiry });
  }

  async #toggle(): Promise<void> {
    if (this.#live !== undefined) {
      const StreamSpecification = { StreamEnabled: false };
      await this.#region.call('UpdateTable', { TableName: TABLE, StreamSpecification });
      this.#live = undefined;
      return;
    }
    const view = this.#region.world.random.pick(VIEWS);
    const StreamSpecification = { StreamEnabled: true, StreamViewType: view };
    const { TableDescription } = await this.#region.call<{
      TableDescription: { LatestStreamArn: string };
    }>('UpdateTable', { TableName: TABLE, StreamSpecification });
    this.#live = { arn: TableDescription.LatestStreamArn, view, changes: [] };
    this.#streams.push(this.#live);
  }

  async #split(): Promise<void> {
    this.#warmUnits += 1000 * (1 + this.#region.world.random.below(3));
    const WarmThroughput = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: this.#warmUnits };
    await this.#region.call('UpdateTable', { TableName: TABLE, WarmThroughput });
  }

  /** Never as much as a day: nothing is trimmed. */
  async #pass(ms: number): Promise<void> {
    if (this.#passedMs + ms > 20 * 3_600_000) return;
    this.#passedMs += ms;
    await this.#region.pass(ms);
  }

  async #verify(): Promise<void> {
    await this.#settleExpiry();
    for (const stream of this.#streams) {
      const limit = this.#region.world.random.chance(0.5)
        ? 1 + this.#region.world.random.below(5)
        : undefined;
      compare(stream, await readStream(this.#region, stream.arn, limit), 'shards');
      const tail = await readTail(this.#region, stream.arn, limit);
      compare(stream, tail, 'tail');
      checkOrder(tail);
      await this.#checkShards(stream);
    }
  }

  /** Within a shard numbers grow, and every record of a parent comes before those of its children. */
  async #checkShards({ arn }: ExpectedStream): Promise<void> {
    const lastOf = new Map<string, string>();
    for (const { ShardId, ParentShardId = '' } of await shardsOf(this.#region, arn)) {
      const records = await readShard(this.#region, arn, ShardId);
      checkOrder(records);
      const [first] = records;
      const before = lastOf.get(ParentShardId) ?? '';
      if (first !== undefined && first.dynamodb.SequenceNumber <= before) {
        throw new Error(`${ShardId} begins before its parent ends`);
      }
      lastOf.set(ShardId, records.at(-1)?.dynamodb.SequenceNumber ?? before);
    }
  }
}

function checkOrder(records: readonly ReadRecord[]): void {
  records.forEach(({ dynamodb: { SequenceNumber } }, i) => {
    const before = records[i - 1]?.dynamodb.SequenceNumber ?? '';
    if (SequenceNumber <= before) throw new Error(`${SequenceNumber} does not follow ${before}`);
  });
}

/** Every change is told once, and those of one item in order. */
function compare(stream: ExpectedStream, records: readonly ReadRecord[], how: string): void {
  const ids = new Set(records.map(({ eventID }) => eventID));
  if (ids.size !== records.length) throw new Error(`${how}: a record is told twice`);
  for (const key of KEYS) {
    const told = records.filter(({ dynamodb }) => dynamodb.Keys['pk']?.S === key).map(toldText);
    const wanted = stream.changes.filter((each) => each.key === key);
    const texts = wanted.map((change) => wantedText(change, stream.view));
    texts.forEach((text, i) => {
      if (told[i] !== text)
        throw new Error(`${how}: ${key} tells ${short(told[i])} for ${short(text)}`);
    });
    if (told.length > texts.length) throw new Error(`${how}: ${key} tells too much`);
  }
}

function toldText({ eventName, dynamodb, userIdentity }: ReadRecord): string {
  const { Keys, NewImage, OldImage } = dynamodb;
  const sizeBytes = (dynamodb as { readonly SizeBytes?: number }).SizeBytes;
  const isExpiry = userIdentity !== undefined;
  return [eventName, isExpiry, sizeBytes, Keys, NewImage, OldImage].map(canonical).join();
}

function wantedText(
  { key, before, after, isExpiry }: Change,
  view: ExpectedStream['view'],
): string {
  const name = after === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY';
  const keys = { pk: { S: key } };
  const newImage = view.startsWith('NEW') ? after : undefined;
  const oldImage = view.endsWith('OLD_IMAGES') || view === 'OLD_IMAGE' ? before : undefined;
  const sizes = [keys, newImage, oldImage].map((each) =>
    each === undefined ? 0 : sizeOfItem(each),
  );
  const sizeBytes = sizes.reduce((a, b) => a + b, 0);
  return [name, isExpiry, sizeBytes, keys, newImage, oldImage].map(canonical).join();
}

function short(text = 'nothing'): string {
  return text.slice(0, 200);
}

/** JSON with its members in order of their names. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, each: unknown) =>
      typeof each === 'object' && each !== null && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
        : each,
    ) ?? '-'
  );
}
