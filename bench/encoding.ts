/**
 * What a stored item should be (ADR 1): canonical JSON text, or binary with a dictionary of attribute names. Measures
 * the parts of a request that differ, on the benchmark's item, in one run. Run: npx tsx bench/encoding.ts
 */
import { ByteReader } from '../src/kernel/byte-reader.ts';
import { ByteWriter } from '../src/kernel/byte-writer.ts';
import type { AttributeValue, Item } from '../src/wire/attribute-value.ts';
import { itemOf } from './page/items.ts';

const ITEMS = 3_000;
const ROUNDS = 41;

const items: readonly Item[] = Array.from({ length: ITEMS }, (_, index) => {
  const { pk, sk, name, email, count, active, text } = itemOf(index);
  return {
    pk: { S: pk },
    sk: { S: sk },
    name: { S: name },
    email: { S: email },
    count: { N: String(count) },
    active: { BOOL: active },
    text: { S: text },
  };
});

const names = ['pk', 'sk', 'name', 'email', 'count', 'active', 'text'];
const codes = new Map(names.map((name, code) => [name, code]));

function encodeBinary(writer: ByteWriter, item: Item): void {
  writer.u8(Object.keys(item).length);
  for (const name in item) {
    const value = item[name] as AttributeValue;
    writer.u8(codes.get(name) ?? 0);
    if ('S' in value) writeText(writer, 1, value.S);
    else if ('N' in value) writeText(writer, 2, value.N);
    else if ('BOOL' in value) writer.u8(value.BOOL ? 4 : 3);
  }
}

function writeText(writer: ByteWriter, type: number, text: string): void {
  writer.u8(type);
  const at = writer.length;
  writer.u32(0);
  writer.patchU32(at, writer.utf8(text));
}

function decodeBinary(reader: ByteReader): Item {
  const item: Record<string, AttributeValue> = {};
  for (let left = reader.u8(); left > 0; left--) {
    const name = names[reader.u8()] as string;
    const type = reader.u8();
    if (type === 1) item[name] = { S: reader.utf8(reader.u32()) };
    else if (type === 2) item[name] = { N: reader.utf8(reader.u32()) };
    else item[name] = { BOOL: type === 4 };
  }
  return item;
}

function binaryToText(reader: ByteReader): string {
  return JSON.stringify(decodeBinary(reader));
}

function medianMicroseconds(work: () => void): number {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    work();
    samples.push(((performance.now() - start) * 1000) / ITEMS);
  }
  samples.sort((a, b) => a - b);
  return samples[ROUNDS >> 1] as number;
}

const texts = items.map((item) => JSON.stringify(item));
const page = texts.join('');
const pageBytes = new TextEncoder().encode(page);
const binary = new ByteWriter();
const starts: number[] = [];
for (const item of items) {
  starts.push(binary.length);
  encodeBinary(binary, item);
}
const binaryBytes = binary.written().slice();
const scratch = new ByteWriter(1 << 20);
const decoder = new TextDecoder();
let sink = 0;

const rows: readonly (readonly [string, number, number])[] = [
  [
    'write: canonical item to stored bytes',
    medianMicroseconds(() => {
      scratch.clear();
      for (const item of items) sink += scratch.utf8(JSON.stringify(item));
    }),
    medianMicroseconds(() => {
      scratch.clear();
      for (const item of items) encodeBinary(scratch, item);
      sink += scratch.length;
    }),
  ],
  [
    'page in: stored bytes to items that can be answered',
    medianMicroseconds(() => {
      const whole = decoder.decode(pageBytes);
      let at = 0;
      for (const { length } of texts) sink += whole.slice(at, (at += length)).length;
    }),
    medianMicroseconds(() => {
      for (const start of starts) sink += start;
    }),
  ],
  [
    'answer: item in memory to JSON text of the response',
    medianMicroseconds(() => {
      for (const text of texts) sink += `{"Item":${text}}`.length;
    }),
    medianMicroseconds(() => {
      for (const start of starts)
        sink += `{"Item":${binaryToText(new ByteReader(binaryBytes, start))}}`.length;
    }),
  ],
  [
    'filter: item in memory to attribute values',
    medianMicroseconds(() => {
      for (const text of texts) sink += Object.keys(JSON.parse(text) as object).length;
    }),
    medianMicroseconds(() => {
      for (const start of starts)
        sink += Object.keys(decodeBinary(new ByteReader(binaryBytes, start))).length;
    }),
  ],
];

console.log(
  `bytes an item: text ${String(pageBytes.length / ITEMS)}, binary ${String(binaryBytes.length / ITEMS)}`,
);
console.log('microseconds an item, median of rounds          text   binary');
for (const [name, text, other] of rows) {
  console.log(`${name.padEnd(52)} ${text.toFixed(2).padStart(6)} ${other.toFixed(2).padStart(8)}`);
}
if (sink === 0) throw new Error('nothing was measured');
