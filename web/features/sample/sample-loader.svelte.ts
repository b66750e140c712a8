/**
 * Loads the sample: chunk by chunk, many batches in flight. Puts are idempotent, so a load that was cut short is simply
 * taken up again at the first chunk that is not known to be complete; what is known is kept in local storage, for the one
 * table it was written about.
 */
import type { Connection, Failure } from '../../database/connection.svelte.ts';
import { keep, kept } from '../../database/remembered-text.ts';
import type { Tables } from '../../database/tables.svelte.ts';
import { isObject, parseObject } from '../../values/json-text.ts';
import {
  SAMPLE_TABLE,
  SAMPLE_TABLE_REQUEST,
  sampleItems,
  type CountryRow,
  type SampleChunk,
  type SampleManifest,
} from './sample.ts';

const BATCH_SIZE = 25;
const CALLS_IN_FLIGHT = 64;

const PROGRESS_STATES = ['loading', 'stopped', 'done'] as const;

interface Progress {
  readonly tableId: string;
  /** Chunks known to be complete, and the places in them. */
  readonly chunks: number;
  readonly written: number;
  readonly state: (typeof PROGRESS_STATES)[number];
}

type WriteRequest = { readonly PutRequest: { readonly Item: object } };

export class SampleLoader {
  /** Whether the sample is there: the console of the package comes without. */
  offered = $state(false);
  state: 'idle' | 'loading' | 'stopped' | 'done' = $state('idle');
  written = $state(0);
  total = $state(0);
  itemsPerSecond = $state(0);
  failure: Failure | undefined = $state.raw();
  readonly #connection: Connection;
  readonly #tables: Tables;
  readonly #storageKey: string;
  #cancelled = false;
  #startedAt = 0;
  #startedWith = 0;

  constructor(connection: Connection, tables: Tables) {
    this.#connection = connection;
    this.#tables = tables;
    this.#storageKey = `hashrange.sample.${connection.name}.${connection.region}`;
  }

  /** Takes up what an earlier visit left: a finished load is shown, one cut short by leaving goes on. */
  async resume(): Promise<void> {
    const places = await fetchJson<SampleManifest>('manifest.json').then(
      (manifest) => manifest.places,
      () => 0,
    );
    this.offered = places > 0;
    if (!this.offered) return;
    const progress = await this.#readProgress();
    if (progress === undefined) return;
    if (progress.state === 'loading') void this.load();
    else Object.assign(this, { state: progress.state, written: progress.written });
  }

  /** After tables changed: a load is only as good as the table it filled. */
  async check(): Promise<void> {
    if (this.state === 'loading' || this.state === 'idle') return;
    if ((await this.#readProgress()) === undefined) {
      this.state = 'idle';
      this.failure = undefined;
    }
  }

  cancel(): void {
    this.#cancelled = true;
  }

  async load(): Promise<void> {
    if (this.state === 'loading') return;
    this.state = 'loading';
    this.failure = undefined;
    this.#cancelled = false;
    try {
      await this.#run();
    } catch (error) {
      this.#stop({
        type: 'Error',
        message: error instanceof Error ? error.message : String(error),
      });
    }
    await this.#tables.refresh();
  }

  async #run(): Promise<void> {
    const manifest = await fetchJson<SampleManifest>('manifest.json');
    const tableId = await this.#ensureTable();
    if (tableId === undefined) return;
    const done = (await this.#readProgress(tableId))?.chunks ?? 0;
    const first = done >= manifest.chunks.length ? 0 : done;
    this.total = manifest.places;
    this.written = manifest.chunks.slice(0, first).reduce((sum, chunk) => sum + chunk.places, 0);
    this.#startedAt = performance.now();
    this.#startedWith = this.written;
    this.#writeProgress({ tableId, chunks: first, written: this.written, state: 'loading' });
    let next = fetchChunk(manifest.chunks[first]);
    for (const [offset, chunk] of manifest.chunks.slice(first).entries()) {
      const rows = await next;
      next = fetchChunk(manifest.chunks[first + offset + 1]);
      await this.#loadChunk(rows, chunk);
      if (this.#halted) break;
      const chunks = first + offset + 1;
      this.#writeProgress({ tableId, chunks, written: this.written, state: 'loading' });
    }
    next.catch(() => undefined);
    this.state = this.#halted ? 'stopped' : 'done';
    const kept = await this.#readProgress(tableId);
    if (kept !== undefined) this.#writeProgress({ ...kept, state: this.state });
  }

  get #halted(): boolean {
    return this.#cancelled || this.failure !== undefined;
  }

  #stop(failure: Failure): void {
    this.failure ??= failure;
    this.state = 'stopped';
  }

  /** The id of the table to fill, made when it is missing. */
  async #ensureTable(): Promise<string | undefined> {
    await this.#tables.refresh();
    if (!this.#tables.has(SAMPLE_TABLE)) {
      const request = JSON.stringify(SAMPLE_TABLE_REQUEST);
      const { failure } = await this.#connection.call('CreateTable', request);
      if (failure !== undefined) {
        this.#stop(failure);
        return undefined;
      }
      await this.#tables.refresh();
    }
    return (await this.#tables.describe(SAMPLE_TABLE))?.id;
  }

  async #loadChunk(rows: readonly CountryRow[], chunk: SampleChunk): Promise<void> {
    const batches = inBatches(sampleItems(rows, chunk.firstId));
    const lane = async (): Promise<void> => {
      for (const batch of batches) {
        if (this.#halted) return;
        await this.#writeBatch(batch);
      }
    };
    await Promise.all(Array.from({ length: CALLS_IN_FLIGHT }, lane));
  }

  async #writeBatch(batch: readonly WriteRequest[]): Promise<void> {
    let left: readonly unknown[] = batch;
    while (left.length > 0 && !this.#halted) {
      const before = left.length;
      const { body, failure } = await this.#connection.callUnlogged(
        'BatchWriteItem',
        JSON.stringify({ RequestItems: { [SAMPLE_TABLE]: left } }),
      );
      if (failure !== undefined) {
        this.failure ??= failure;
        return;
      }
      const unprocessed = body['UnprocessedItems'];
      const again = isObject(unprocessed) ? unprocessed[SAMPLE_TABLE] : undefined;
      left = Array.isArray(again) ? again : [];
      this.#advance(before - left.length);
    }
  }

  #advance(count: number): void {
    this.written += count;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    if (seconds > 0.25) this.itemsPerSecond = (this.written - this.#startedWith) / seconds;
  }

  /** What is remembered about the table as it is now; nothing when the table was made anew or is gone. */
  async #readProgress(tableId?: string): Promise<Progress | undefined> {
    const stored = kept(this.#storageKey);
    if (stored === undefined) return undefined;
    const progress = readProgress(stored);
    const id = tableId ?? (await this.#tables.describe(SAMPLE_TABLE))?.id;
    return progress !== undefined && progress.tableId === id ? progress : undefined;
  }

  #writeProgress(progress: Progress): void {
    keep(this.#storageKey, JSON.stringify(progress));
  }
}

/** Other scripts of the origin write there, too. */
function readProgress(stored: string): Progress | undefined {
  const parsed = parseObject(stored);
  if (!parsed.ok) return undefined;
  const { tableId, chunks, written, state } = parsed.value;
  const isProgress =
    typeof tableId === 'string' &&
    Number.isSafeInteger(chunks) &&
    Number.isSafeInteger(written) &&
    PROGRESS_STATES.some((known) => known === state);
  return isProgress ? (parsed.value as unknown as Progress) : undefined;
}

function* inBatches(items: Iterable<object>): Generator<readonly WriteRequest[]> {
  let batch: WriteRequest[] = [];
  for (const Item of items) {
    batch.push({ PutRequest: { Item } });
    if (batch.length === BATCH_SIZE) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function fetchFile(name: string): Promise<Response> {
  const response = await fetch(new URL(`sample/${name}`, document.baseURI));
  if (!response.ok) throw new Error(`The sample file ${name} answered ${String(response.status)}.`);
  return response;
}

async function fetchJson<T>(name: string): Promise<T> {
  return (await (await fetchFile(name)).json()) as T;
}

async function fetchChunk(chunk: SampleChunk | undefined): Promise<readonly CountryRow[]> {
  if (chunk === undefined) return [];
  const { body } = await fetchFile(chunk.file);
  if (body === null) throw new Error(`The sample file ${chunk.file} is empty.`);
  const unpacked = new Response(body.pipeThrough(new DecompressionStream('gzip')));
  return (await unpacked.json()) as readonly CountryRow[];
}
