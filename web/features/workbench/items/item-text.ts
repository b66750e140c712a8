/** An item as a person types it. DynamoDB JSON is read only where every value is of a form that DynamoDB knows. */
import {
  losesTypes,
  parsePlainItem,
  prettyPlainItem,
  type WireItem,
  type WireValue,
} from '../../../values/attribute-value.ts';
import { isObject, parseObject, prettyJson, type Parsed } from '../../../values/json-text.ts';

/** How an item is written: with a type at every value, or as plain JSON. */
export type ItemFormat = 'dynamodb' | 'plain';

/** DynamoDB takes 32 levels; what is deeper than this is not worth walking. */
const LEVELS_MAX = 100;

type ContentCheck = (content: unknown, level: number) => string;

const isText = (content: unknown): boolean => typeof content === 'string';
const isTexts = (content: unknown): boolean => Array.isArray(content) && content.every(isText);

function check(holds: (content: unknown) => boolean, form: string): ContentCheck {
  return (content) => (holds(content) ? '' : `has to be ${form}`);
}

const CONTENT: ReadonlyMap<string, ContentCheck> = new Map<string, ContentCheck>([
  ['S', check(isText, '{"S": "text"}')],
  ['N', check(isText, '{"N": "digits, as text"}')],
  ['B', check(isText, '{"B": "base64"}')],
  ['BOOL', check((content) => typeof content === 'boolean', '{"BOOL": true} or {"BOOL": false}')],
  ['NULL', check((content) => typeof content === 'boolean', '{"NULL": true}')],
  ['SS', check(isTexts, '{"SS": ["text", …]}')],
  ['NS', check(isTexts, '{"NS": ["digits, as text", …]}')],
  ['BS', check(isTexts, '{"BS": ["base64", …]}')],
  ['L', listFault],
  ['M', mapFault],
]);

function listFault(content: unknown, level: number): string {
  if (!Array.isArray(content)) return 'has to be {"L": [values]}';
  for (const [index, element] of content.entries()) {
    const fault = valueFault(element, level + 1);
    if (fault !== '') return `[${String(index)}] ${fault}`;
  }
  return '';
}

function mapFault(content: unknown, level: number): string {
  if (!isObject(content)) return 'has to be {"M": {name: value, …}}';
  for (const [name, member] of Object.entries(content)) {
    const fault = valueFault(member, level + 1);
    if (fault !== '') return `.${name} ${fault}`;
  }
  return '';
}

function valueFault(value: unknown, level: number): string {
  if (level > LEVELS_MAX) return 'is nested too deep';
  const entries = isObject(value) ? Object.entries(value) : [];
  const [entry] = entries;
  const contentFault = entry === undefined ? undefined : CONTENT.get(entry[0]);
  if (entries.length !== 1 || entry === undefined || contentFault === undefined) {
    return 'needs one type, as in {"S": "text"}';
  }
  return contentFault(entry[1], level);
}

export function parseItem(text: string): Parsed<WireItem> {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed;
  for (const [name, value] of Object.entries(parsed.value)) {
    const fault = valueFault(value, 1);
    if (fault !== '') return { ok: false, fault: `${name} ${fault}.`.replace(/ (?=[[.])/, '') };
  }
  return { ok: true, value: parsed.value as Readonly<Record<string, WireValue>> };
}

/** An item in either notation. */
export function readItemText(text: string, format: ItemFormat): Parsed<WireItem> {
  return format === 'plain' ? parsePlainItem(text) : parseItem(text);
}

/** The same item in the other notation. Refuses where plain JSON would forget a type; `fault` says why. */
export function turnItemText(text: string, from: ItemFormat, to: ItemFormat): Parsed<string> {
  if (from === to) return { ok: true, value: text };
  const parsed = readItemText(text, from);
  if (!parsed.ok) return parsed;
  if (to === 'dynamodb') return { ok: true, value: prettyJson(parsed.value) };
  if (losesTypes({ M: parsed.value })) {
    return {
      ok: false,
      fault:
        'Plain JSON cannot tell sets and binary from lists and text: this item stays in DynamoDB JSON.',
    };
  }
  return { ok: true, value: prettyPlainItem(parsed.value) };
}
