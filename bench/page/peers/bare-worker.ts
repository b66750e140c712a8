/**
 * A worker that does the least an engine could: JSON in, JSON out, durable in group commits. Checks nothing, and scans only what earlier
 * calls have brought into memory: all of it, in the order in which the workloads run.
 */
import { AnswerLedger } from '../../../src/engine/answer-ledger.ts';
import { wakefulThread } from '../../../src/platform/stay-awake.ts';
import { browserWorld } from '../../../src/platform/browser-world.ts';
import type { PageMessage } from '../../../src/rpc/protocol.ts';
import type { WorkerPort } from '../../../src/rpc/page-port.ts';
import { Session } from '../../../src/tabs/session.ts';
import type { RequestEnvelope } from '../../../src/wire/request-envelope.ts';

interface Attributes {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
}
interface Body {
  readonly Item: Attributes;
  readonly Key: Attributes;
  readonly RequestItems: {
    readonly items: readonly { readonly PutRequest: { readonly Item: Attributes } }[];
  };
  readonly TransactItems: readonly { readonly Put: { readonly Item: Attributes } }[];
  readonly ExpressionAttributeValues: {
    readonly ':pk': { readonly S: string };
    readonly ':sk': { readonly S: string };
  };
  readonly Limit: number;
  readonly ExclusiveStartKey?: { readonly after: number };
}
type Answer = (answer: { readonly status: number; readonly body: string }) => void;

/** The largest frame that Chromium stores in place, as hashrange has it. */
const FRAME_BYTES_MAX = 60_000;
const PAGE_BYTES = 1_048_576;
const OK = { status: 200, body: '{}' };

const encoder = new TextEncoder();
/** Texts by partition key, then by sort key; sort keys come in order. */
const collections = new Map<string, Map<string, string>>();
let db: IDBDatabase;
let frames = 0;
let group = new Uint8Array(64 * 1024);
let groupBytes = 0;
let waiting: Answer[] = [];
let isInFlight = false;
let isScheduled = false;
let changed = new Set<string>();

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('log');
      request.result.createObjectStore('page');
    };
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('the database does not open'));
    };
  });
}

function store(item: Attributes): void {
  const text = JSON.stringify(item);
  const collection = collections.get(item.pk.S) ?? new Map<string, string>();
  collections.set(item.pk.S, collection.set(item.sk.S, text));
  changed.add(item.pk.S);
  if (group.length - groupBytes < text.length * 3) {
    const larger = new Uint8Array(2 * group.length + text.length * 3);
    larger.set(group);
    group = larger;
  }
  groupBytes += encoder.encodeInto(text, group.subarray(groupBytes)).written;
}

function whenDurable(answer: Answer): void {
  waiting.push(answer);
  if (isScheduled || isInFlight) return;
  isScheduled = true;
  void Promise.resolve().then(() => {
    isScheduled = false;
    commit();
  });
}

function commit(): void {
  const answers = waiting;
  waiting = [];
  isInFlight = true;
  const tx = db.transaction('log', 'readwrite', { durability: 'relaxed' });
  const log = tx.objectStore('log');
  for (let at = 0; at < groupBytes; at += FRAME_BYTES_MAX) {
    log.add(
      group.slice(at, Math.min(groupBytes, at + FRAME_BYTES_MAX)).buffer,
      Date.now() * 1e3 + ++frames,
    );
  }
  groupBytes = 0;
  tx.oncomplete = () => {
    isInFlight = false;
    for (const answer of answers) answer(OK);
    if (waiting.length > 0) commit();
  };
  tx.commit();
}

/** Writes what changed, a partition key a page, so that a next worker finds it. */
function settle(answer: Answer): void {
  const keys = changed;
  changed = new Set();
  const tx = db.transaction('page', 'readwrite', { durability: 'relaxed' });
  for (const pk of keys) {
    const texts = [...(collections.get(pk)?.values() ?? [])].join(',');
    tx.objectStore('page').put(encoder.encode(`[${texts}]`).buffer, pk);
  }
  tx.oncomplete = () => {
    answer(OK);
  };
}

/** The collection of a partition key, read from its page when it is not in memory. */
function withCollection(pk: string, use: (collection: Map<string, string>) => void): void {
  const known = collections.get(pk);
  if (known !== undefined) {
    use(known);
    return;
  }
  const request = db.transaction('page').objectStore('page').get(pk) as IDBRequest<ArrayBuffer>;
  request.onsuccess = () => {
    const items = JSON.parse(new TextDecoder().decode(request.result)) as readonly Attributes[];
    const collection = new Map(items.map((item) => [item.sk.S, JSON.stringify(item)]));
    collections.set(pk, collection);
    use(collection);
  };
}

function query({ ExpressionAttributeValues: values, Limit }: Body, answer: Answer): void {
  withCollection(values[':pk'].S, (collection) => {
    const found: string[] = [];
    for (const [sk, text] of collection) {
      if (sk >= values[':sk'].S && found.length < Limit) found.push(text);
    }
    answer({ status: 200, body: `{"Items":[${found.join(',')}]}` });
  });
}

function scan({ ExclusiveStartKey }: Body, answer: Answer): void {
  const all = [...collections.values()];
  let at = ExclusiveStartKey?.after ?? 0;
  const texts: string[] = [];
  for (let bytes = 0; at < all.length && bytes < PAGE_BYTES; at++) {
    for (const text of all[at]?.values() ?? []) {
      texts.push(text);
      bytes += text.length;
    }
  }
  const rest = at < all.length ? `,"LastEvaluatedKey":{"after":${String(at)}}` : '';
  answer({ status: 200, body: `{"Items":[${texts.join(',')}]${rest}}` });
}

function submit({ target, body: bodyText }: RequestEnvelope, answer: Answer): void {
  const operation = target.slice(target.indexOf('.') + 1);
  if (operation === 'open') {
    void openDatabase(bodyText).then((opened) => {
      db = opened;
      answer(OK);
    });
    return;
  }
  if (operation === 'close') {
    db.close();
    answer(OK);
    return;
  }
  if (operation === 'settle') {
    settle(answer);
    return;
  }
  const body = JSON.parse(bodyText) as Body;
  if (operation === 'PutItem') {
    store(body.Item);
    whenDurable(answer);
  } else if (operation === 'BatchWriteItem') {
    for (const { PutRequest } of body.RequestItems.items) store(PutRequest.Item);
    whenDurable(answer);
  } else if (operation === 'TransactWriteItems') {
    for (const { Put } of body.TransactItems) store(Put.Item);
    whenDurable(answer);
  } else if (operation === 'GetItem') {
    const { pk, sk } = body.Key;
    withCollection(pk.S, (collection) => {
      answer({ status: 200, body: `{"Item":${collection.get(sk.S) ?? 'null'}}` });
    });
  } else if (operation === 'Query') query(body, answer);
  else scan(body, answer);
}

const port = globalThis as unknown as WorkerPort;
const session = new Session(
  {
    engine: { submit },
    ownership: { isCertain: () => true, whenCertain: (work) => work() },
    answer: () => Promise.resolve({ ok: true, value: null }),
    onAnsweredAtOnce: wakefulThread(),
  },
  new AnswerLedger(browserWorld().host).of(''),
  (message) => port.postMessage(message),
);
port.onmessage = ({ data }) => session.receive(data as PageMessage);
