import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../client/database.ts';
import { openMemory } from '../../memory/index.ts';
import { amplifiedRequests } from './amplified-requests.ts';
import type { AmplifiedRequest } from './amplified-requests.ts';
import { createTableBody, TABLES } from './corpus.ts';
import { processorMs } from './processor-time.ts';
import { faultOf } from './verdict.ts';

const SIZE = 20_000;
/** Of the requests, one in so many; another part of them for every seed. */
const ONE_IN = 7;
const SEED = Number(process.env['HOSTILE_SEED'] ?? '1');

/** A text of an error, every character of it escaped, and what stands around it. */
const ANSWER_MAX = 6 * 131_072 + 1_000;
/** Beside the parsing of its text a request takes so often that long, and what any request takes. */
const PARSINGS_MAX = 40;
const ANY_MS = 5;
/** A slow one gets other tries: machines stutter. */
const TRIES = 10;

let db: Database;
beforeAll(async () => {
  db = await openMemory();
  for (const [name, keys] of TABLES)
    await db.send<string>('CreateTable', createTableBody(name, keys));
});
afterAll(() => db.close());

it('a request that is large in any one place is answered in time and in size like others', async () => {
  const faults: string[] = [];
  let index = SEED;
  for (const request of amplifiedRequests(SIZE)) {
    if (index++ % ONE_IN !== 0) continue;
    const fault = await judge(request);
    if (fault !== undefined) faults.push(`${request.title}: ${fault}`);
  }
  expect(faults).toEqual([]);
}, 120_000);

async function judge({ target, bodyText }: AmplifiedRequest): Promise<string | undefined> {
  const answer = await db.request(target, bodyText);
  const fault = faultOf(answer);
  if (fault !== undefined) return fault;
  if (answer.body.length > ANSWER_MAX)
    return `answered with ${String(answer.body.length)} characters`;
  let fastestMs = Infinity;
  let limitMs = 0;
  for (let tries = 0; tries < TRIES && fastestMs > limitMs; tries++) {
    limitMs = ANY_MS + PARSINGS_MAX * (await processorMs(() => parse(bodyText)));
    fastestMs = Math.min(fastestMs, await processorMs(() => db.request(target, bodyText)));
  }
  return fastestMs > limitMs ? `took ${fastestMs.toFixed()} ms` : undefined;
}

function parse(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    // What is no JSON costs its parsing too.
  }
}
