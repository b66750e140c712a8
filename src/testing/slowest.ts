/**
 * `npm run slowest -- --size 200000 --only PutItem`: sends requests that are large or deep in one place, some `size` characters,
 * and prints those that took longest, in milliseconds of processor time beside the parsing of their text. With `--largest` those
 * of 16 MB that took longest before large bodies were cut.
 */
import { parseArgs } from 'node:util';
import { openMemory } from '../memory/index.ts';
import { amplifiedRequests } from './hostile/amplified-requests.ts';
import { createTableBody, TABLES } from './hostile/corpus.ts';
import { largestRequests } from './hostile/largest-requests.ts';
import { processorMs } from './hostile/processor-time.ts';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '200000' },
    only: { type: 'string', default: '' },
    largest: { type: 'boolean', default: false },
    count: { type: 'string', default: '30' },
  },
});

/** Requests that took longer are sent again: the shortest time counts. */
const QUICK_MS = 10;
const TRIES = 3;

interface Row {
  readonly title: string;
  readonly ms: number;
  readonly parsingMs: number;
  readonly bytes: number;
  readonly answer: number;
  readonly status: number;
}

const db = await openMemory();
for (const [name, keys] of TABLES)
  await db.send<string>('CreateTable', createTableBody(name, keys));
const rows: Row[] = [];
let count = 0;
const requests = options.largest ? largestRequests() : amplifiedRequests(Number(options.size));
for (const { title, target, bodyText } of requests) {
  if (!title.includes(options.only)) continue;
  count++;
  const { status, body } = await db.request(target, bodyText);
  let ms = Infinity;
  for (let tries = 0; tries < TRIES && ms > QUICK_MS; tries++) {
    ms = Math.min(ms, await processorMs(() => db.request(target, bodyText)));
  }
  if (ms < QUICK_MS) continue;
  const parsingMs = await processorMs(() => {
    try {
      JSON.parse(bodyText);
    } catch {
      // Its parsing takes time all the same.
    }
  });
  rows.push({ title, ms, parsingMs, bytes: bodyText.length, answer: body.length, status });
}
await db.close();

console.log(
  `${String(count)} requests, ${String(rows.length)} of them slower than ${String(QUICK_MS)} ms`,
);
console.log('    ms  parsing  characters     answer  status');
for (const row of rows.toSorted((a, b) => b.ms - a.ms).slice(0, Number(options.count))) {
  const figures = [row.ms.toFixed(0), row.parsingMs.toFixed(0), row.bytes, row.answer, row.status];
  const columns = [6, 9, 12, 11, 8].map((width, i) => String(figures[i]).padStart(width));
  console.log(`${columns.join('')}  ${row.title}`);
}
