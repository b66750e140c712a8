import { expect, it } from 'vitest';
import type { DeviceFaults } from '../device/simulated-device.ts';
import { NO_FAULTS, SimulatedDevice } from '../device/simulated-device.ts';
import { drawKnobs } from '../knobs/draw-knobs.ts';
import type { TurnedKnobs } from '../knobs/draw-knobs.ts';
import { RegionInTime } from '../region-in-time.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { readStream } from './stream-reading.ts';
import type { ReadRecord } from './stream-reading.ts';

const TABLE = 'items';
const FAULTS: DeviceFaults = { abort: 0.1, quota: 0.05, close: 0.03, hang: 0.01, readClose: 0.03 };

type Image = { readonly v?: { readonly S: string } } | undefined;

/** One run: writes on a device that fails, a reader of the stream beside them. */
class FaultyRun {
  readonly #world: SimulatedWorld;
  readonly #device: SimulatedDevice;
  readonly #region: RegionInTime;
  readonly #acknowledged: string[] = [];
  readonly #refused: string[] = [];
  readonly #tailed: ReadRecord[] = [];
  #after = 'TRIM_HORIZON';
  #isOver = false;

  private constructor(world: SimulatedWorld, device: SimulatedDevice, region: RegionInTime) {
    this.#world = world;
    this.#device = device;
    this.#region = region;
  }

  static async run(seed: number, knobs: TurnedKnobs): Promise<number> {
    const world = new SimulatedWorld(seed, knobs);
    const device = new SimulatedDevice(world);
    const region = await RegionInTime.openOn(world, device);
    const run = new FaultyRun(world, device, region);
    return run.#play();
  }

  async #play(): Promise<number> {
    const { TableDescription } = await this.#region.call<{
      TableDescription: { LatestStreamArn: string };
    }>('CreateTable', {
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    this.#device.faults = FAULTS;
    const tail = this.#tail();
    for (let step = 0; step < 60; step++) await this.#write(step);
    this.#device.faults = NO_FAULTS;
    // A last write that nothing comes in the way of, for the reader to see the end.
    await this.#write(60);
    await this.#region.pass(60_000);
    await this.#write(61);
    this.#isOver = true;
    await this.#world.until(tail);
    const records = await readStream(this.#region, TableDescription.LatestStreamArn);
    this.#judge(records);
    await this.#region.close();
    return this.#acknowledged.length;
  }

  async #write(step: number): Promise<void> {
    const { random } = this.#world;
    const names = ['a', 'b', 'c', 'd'].slice(0, 1 + random.below(4));
    const answers = names.map(async (name) => {
      const v = `${name}${String(step)}`;
      const Item = { pk: { S: name }, v: { S: v } };
      const { status, text } = await this.#region.begin('PutItem', { TableName: TABLE, Item });
      if (status === 200) this.#acknowledged.push(v);
      else if (text.includes('nothing was written')) this.#refused.push(v);
    });
    await this.#world.until(Promise.all(answers));
    if (!this.#region.isServing) await this.#revive();
  }

  async #revive(): Promise<void> {
    const { faults } = this.#device;
    this.#device.faults = NO_FAULTS;
    this.#device.killProcess();
    await this.#region.reopen('kill');
    this.#device.faults = faults;
  }

  async #tail(): Promise<void> {
    while (!this.#isOver) {
      const body = { TableName: TABLE, After: this.#after, WaitMs: 2000 };
      const { status, text } = await this.#region.begin('TailStream', body);
      if (status !== 200) {
        await new Promise<void>((resolve) => this.#world.after(50, resolve));
        continue;
      }
      const answer = JSON.parse(text) as { Records: ReadRecord[]; Position: string };
      this.#tailed.push(...answer.Records);
      this.#after = answer.Position;
    }
  }

  #judge(records: readonly ReadRecord[]): void {
    const values = records.map(({ dynamodb }) => (dynamodb.NewImage as Image)?.v?.S ?? '');
    expect(new Set(values).size).toBe(values.length);
    expect(this.#acknowledged.filter((value) => !values.includes(value))).toEqual([]);
    expect(this.#refused.filter((value) => values.includes(value))).toEqual([]);
    const byNumber = (a: ReadRecord, b: ReadRecord): number =>
      a.dynamodb.SequenceNumber < b.dynamodb.SequenceNumber ? -1 : 1;
    const ids = (list: readonly ReadRecord[]): readonly string[] =>
      list.map(({ eventID }) => eventID);
    expect(ids(this.#tailed)).toEqual(ids([...records].sort(byNumber)));
    const standing = new Map<string, unknown>();
    for (const { dynamodb } of [...records].sort(byNumber)) {
      const name = dynamodb.Keys['pk']?.S ?? '';
      expect(dynamodb.OldImage).toEqual(standing.get(name));
      standing.set(name, dynamodb.NewImage);
    }
  }
}

it('a stream tells what was stored and nothing else, on a device that fails', async () => {
  let acknowledged = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const knobs = drawKnobs(seed);
    acknowledged += await FaultyRun.run(seed, knobs).catch((error: unknown) => {
      throw new Error(
        `seed ${String(seed)}, ${JSON.stringify(knobs)}: ${String((error as Error).stack)}`,
      );
    });
  }
  expect(acknowledged).toBeGreaterThan(500);
}, 60_000);
