import { describe, expect, it } from 'vitest';
import type { StreamRecord } from './stream-record.ts';
import {
  RECORDS_KEPT,
  RECORDS_PER_ANSWER,
  StreamTail,
  type TailFailure,
  type TailPlace,
  type TailRequest,
  type TailSource,
} from './stream-tail.svelte.ts';
import { TailList } from './tail-list.svelte.ts';

/** Fixed width, as sequence numbers of one stream have it. */
function sequenceOf(number: number): string {
  return String(number).padStart(6, '0');
}

function recordOf(number: number): StreamRecord {
  return {
    eventId: `event-${number}`,
    eventName: number % 2 === 0 ? 'MODIFY' : 'INSERT',
    createdAt: new Date(0),
    keys: { pk: { S: `key-${number}` } },
    keyText: `key-${number}`,
    before: 'not kept',
    after: 'not kept',
    sequenceNumber: sequenceOf(number),
    shardId: 'shard',
    sizeBytes: 1,
    viewType: 'KEYS_ONLY',
    userIdentity: undefined,
    isExpiry: false,
    json: {},
  };
}

/** A stream in memory whose waiting requests are answered when something is written. */
class FakeStream {
  readonly requests: TailRequest[] = [];
  oldest = 1;
  newest = 0;
  isEnded = false;
  failures: TailFailure[] = [];
  broken: Error | undefined;
  #waiting: (() => void)[] = [];

  write(count = 1): void {
    this.newest += count;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  end(): void {
    this.isEnded = true;
    this.write(0);
  }

  readonly source: TailSource = async (request, signal) => {
    this.requests.push(request);
    if (this.broken !== undefined) throw this.broken;
    const failure = this.failures.shift();
    if (failure !== undefined) return { failure };
    const after = this.#after(request.after);
    if (after + 1 < this.oldest) {
      return { failure: { type: 'x#TrimmedDataAccessException', message: '', isTemporary: false } };
    }
    if (after === this.newest && request.waitMs > 0 && !this.isEnded) await this.#change(signal);
    const last =
      request.after === 'LATEST' ? after : Math.min(this.newest, after + RECORDS_PER_ANSWER);
    const records = Array.from({ length: last - after }, (_, place) => recordOf(after + 1 + place));
    return {
      page: { records, position: sequenceOf(last), isEnded: this.isEnded && last === this.newest },
    };
  };

  #after(after: string): number {
    if (after === 'TRIM_HORIZON') return this.oldest - 1;
    return after === 'LATEST' ? this.newest : Number(after);
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(resolve);
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  }
}

class FakeMemory {
  place: TailPlace | undefined;
  readonly read = (): TailPlace | undefined => this.place;
  readonly write = (place: TailPlace): void => {
    this.place = place;
  };
}

interface Bench {
  readonly stream: FakeStream;
  readonly memory: FakeMemory;
  readonly tail: StreamTail;
}

function benchWith(stream = new FakeStream(), memory = new FakeMemory()): Bench {
  const wait = (): Promise<void> => Promise.resolve();
  return { stream, memory, tail: new StreamTail({ source: stream.source, memory, wait }) };
}

/** Lets every answer that can come arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await Promise.resolve();
}

function numbers({ tail }: Pick<Bench, 'tail'>): readonly number[] {
  return tail.records.map(({ sequenceNumber }) => Number(sequenceNumber));
}

describe('a tail', () => {
  it('reads from the beginning, then waits for what comes', async () => {
    const bench = benchWith();
    bench.stream.write(3);
    bench.tail.show();
    await settle();
    expect(numbers(bench)).toEqual([1, 2, 3]);
    expect(bench.tail.isLive).toBe(true);
    bench.stream.write(2);
    await settle();
    expect(numbers(bench)).toEqual([1, 2, 3, 4, 5]);
    expect(bench.stream.requests.at(-1)).toEqual({ after: '000005', waitMs: 20_000 });
  });

  it('reads from now on', async () => {
    const bench = benchWith();
    bench.stream.write(3);
    bench.tail.show();
    await settle();
    bench.tail.restart('LATEST');
    await settle();
    expect(numbers(bench)).toEqual([]);
    bench.stream.write();
    await settle();
    expect(numbers(bench)).toEqual([4]);
    expect(bench.memory.place).toEqual({ start: '000003' });
  });

  it('pauses, and reads on where it stood', async () => {
    const bench = benchWith();
    bench.stream.write(2);
    bench.tail.show();
    await settle();
    bench.tail.pause();
    bench.stream.write(3);
    await settle();
    expect(numbers(bench)).toEqual([1, 2]);
    bench.tail.resume();
    await settle();
    expect(numbers(bench)).toEqual([1, 2, 3, 4, 5]);
  });

  it('drops an answer that comes after the pause, and asks for it again', async () => {
    const bench = benchWith();
    bench.stream.write(2);
    bench.tail.show();
    bench.tail.pause();
    await settle();
    expect(numbers(bench)).toEqual([]);
    bench.tail.resume();
    await settle();
    expect(numbers(bench)).toEqual([1, 2]);
  });

  it('asks for nothing while nobody looks', async () => {
    const bench = benchWith();
    bench.tail.show();
    await settle();
    bench.tail.hide();
    const asked = bench.stream.requests.length;
    bench.stream.write(2);
    await settle();
    expect(bench.stream.requests).toHaveLength(asked);
    bench.tail.show();
    await settle();
    expect(numbers(bench)).toEqual([1, 2]);
  });

  it('keeps the newest records and says that there were more', async () => {
    const bench = benchWith();
    bench.stream.write(RECORDS_KEPT + 5);
    bench.tail.show();
    await settle();
    expect(bench.tail.records).toHaveLength(RECORDS_KEPT);
    expect(numbers(bench)[0]).toBe(6);
    expect(bench.tail.isCut).toBe(true);
    expect(bench.memory.place).toEqual({ start: '000005' });
  });

  it('says when records were trimmed before it read them', async () => {
    const bench = benchWith();
    bench.stream.write(2);
    bench.tail.show();
    await settle();
    bench.tail.pause();
    bench.stream.write(8);
    bench.stream.oldest = 6;
    bench.tail.resume();
    await settle();
    expect(numbers(bench)).toEqual([1, 2, 6, 7, 8, 9, 10]);
    expect(bench.tail.hasGap).toBe(true);
  });

  it('ends with its stream', async () => {
    const bench = benchWith();
    bench.stream.write(1);
    bench.tail.show();
    await settle();
    bench.stream.end();
    await settle();
    expect(bench.tail.state).toBe('ended');
    expect(numbers(bench)).toEqual([1]);
  });

  it('tries again after a failure that passes', async () => {
    const bench = benchWith();
    bench.stream.write(1);
    bench.stream.failures = [{ type: 'x#InternalServerError', message: '', isTemporary: true }];
    bench.tail.show();
    await settle();
    expect(bench.tail.state).toBe('reading');
    expect(bench.tail.isRetrying).toBe(false);
    expect(numbers(bench)).toEqual([1]);
  });

  it('stops at any other failure, and goes on where it stood when asked to', async () => {
    const bench = benchWith();
    bench.stream.write(1);
    bench.tail.show();
    await settle();
    bench.stream.broken = new Error('the worker is gone');
    bench.stream.write(1);
    await settle();
    expect(bench.tail.state).toBe('failed');
    expect(bench.tail.failure?.message).toBe('the worker is gone');
    bench.stream.broken = undefined;
    bench.stream.write(1);
    bench.tail.resume();
    await settle();
    expect(numbers(bench)).toEqual([1, 2, 3]);
  });

  it('clears what it shows and stands where it stood', async () => {
    const bench = benchWith();
    bench.stream.write(2);
    bench.tail.show();
    await settle();
    bench.tail.clear();
    bench.stream.write(1);
    await settle();
    expect(numbers(bench)).toEqual([3]);
    expect(bench.memory.place).toEqual({ start: '000002' });
  });
});

describe('after a reload', () => {
  it('a paused tail shows what it showed and stands where it stood', async () => {
    const before = benchWith();
    before.stream.write(3);
    before.tail.show();
    await settle();
    before.tail.pause();
    before.stream.write(2);
    const { stream, memory } = before;
    const after = benchWith(stream, memory);
    after.tail.show();
    await settle();
    expect(numbers(after)).toEqual([1, 2, 3]);
    expect(after.tail.state).toBe('paused');
    after.tail.resume();
    await settle();
    expect(numbers(after)).toEqual([1, 2, 3, 4, 5]);
  });

  it('a reading tail reads again what it showed, and on', async () => {
    const before = benchWith();
    before.stream.write(3);
    before.tail.show();
    await settle();
    before.tail.clear();
    before.stream.write(2);
    await settle();
    before.tail.hide();
    const after = benchWith(before.stream, before.memory);
    before.stream.write(1);
    after.tail.show();
    await settle();
    expect(numbers(after)).toEqual([4, 5, 6]);
  });

  it('a tail paused on an empty screen asks for nothing', async () => {
    const { stream, memory, tail } = benchWith();
    tail.show();
    tail.pause();
    await settle();
    const asked = stream.requests.length;
    const after = benchWith(stream, memory);
    after.tail.show();
    await settle();
    expect(after.tail.state).toBe('paused');
    expect(stream.requests).toHaveLength(asked);
  });
});

describe('the list of a tail', () => {
  async function listOf(count: number): Promise<Bench & { readonly list: TailList }> {
    const bench = benchWith();
    bench.stream.write(count);
    bench.tail.show();
    await settle();
    return { ...bench, list: new TailList(bench.tail) };
  }

  it('has the newest first, narrowed by key and event', async () => {
    const { list } = await listOf(4);
    expect(list.shown.map(({ keyText }) => keyText)).toEqual(['key-4', 'key-3', 'key-2', 'key-1']);
    list.narrow({ event: 'MODIFY' });
    expect(list.shown.map(({ keyText }) => keyText)).toEqual(['key-4', 'key-2']);
    list.narrow({ keyText: 'Y-4' });
    expect(list.shown.map(({ keyText }) => keyText)).toEqual(['key-4']);
  });

  it('does not move under who reads an older page', async () => {
    const { list, stream } = await listOf(150);
    list.turnTo(1);
    const read = list.shown;
    expect(read[0]?.keyText).toBe('key-50');
    stream.write(7);
    await settle();
    expect(list.shown).toEqual(read);
    expect(list.newer).toBe(7);
    list.turnTo(0);
    expect(list.shown[0]?.keyText).toBe('key-157');
    expect(list.newer).toBe(0);
  });

  it('finds the neighbour of a record on its page', async () => {
    const { list } = await listOf(3);
    const [newest, middle, oldest] = list.shown;
    expect(list.neighbour(middle!, -1)).toBe(newest);
    expect(list.neighbour(middle!, 1)).toBe(oldest);
    expect(list.neighbour(oldest!, 1)).toBe(oldest);
  });
});
