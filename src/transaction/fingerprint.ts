import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const ENCODER = new TextEncoder();

/** 32 hex digits that tell one request from another, whatever the order of its JSON members. */
export function fingerprintOf(request: unknown): string {
  return bytesToHex(md5(ENCODER.encode(orderedText(request))));
}

/** JSON text with the members of every object in one order. */
function orderedText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(orderedText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${orderedText(each)}`).join(',')}}`;
}
