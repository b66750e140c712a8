import Big from 'big.js';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/*
 * Items as plain text that is equal where items are, whatever the engine makes of numbers, sets and nulls.
 */

const TYPES = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'];

/** The text of a map of attribute values as a request gives it, or as an answer does. */
export function plainText(item: Json): string {
  return JSON.stringify(plainMap(item));
}

/** As lists of pairs: their order is theirs alone, and no name is special. */
function plainMap(map: Json): Json {
  if (!isObject(map)) return map;
  return Object.entries(map)
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, plainValue(value)]);
}

function plainValue(value: Json): Json {
  const types = Object.entries(value as JsonObject);
  const known = types.find(([type, payload]) => TYPES.includes(type) && payload !== null);
  if (known === undefined) return value;
  const [type, payload] = known;
  return [type, plainPayload(type, payload)];
}

function plainPayload(type: string, payload: Json): Json {
  switch (type) {
    case 'N':
      return plainNumber(payload as string);
    case 'BOOL':
    case 'NULL':
      return /^(true|1|yes)$/i.test(JSON.stringify(payload).replaceAll('"', ''));
    case 'NS':
      return (payload as string[]).map(plainNumber).sort();
    case 'SS':
    case 'BS':
      return [...(payload as string[])].sort();
    case 'L':
      return (payload as Json[]).map(plainValue);
    case 'M':
      return plainMap(payload);
    default:
      return payload;
  }
}

function plainNumber(text: string): string {
  const number = Big(text.replace(/^\+/, '').replace(/^(-?)0+(?=[0-9])/, '$1'));
  return number.eq(0) ? '0' : number.toFixed();
}
