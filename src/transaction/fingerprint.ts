import { utf8Bytes } from '../kernel/utf8-codec.ts';
import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * More than a request has in members that mean something: values nest 32 deep, two objects a level. What lies deeper in
 * values that were sent is no part of them.
 */
const LEVELS_MAX = 100;

/** 32 hex digits that tell one request from another, whatever the order of its JSON members. */
export function fingerprintOf(request: unknown): string {
  return bytesToHex(md5(utf8Bytes(orderedText(request, LEVELS_MAX))));
}

/** JSON text with the members of every object in one order. */
function orderedText(value: unknown, levels: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (levels === 0) return '';
  const textOf = (each: unknown): string => orderedText(each, levels - 1);
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${textOf(each)}`).join(',')}}`;
}
