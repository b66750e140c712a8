/** DynamoDB's attribute values as the console shows them and as people type them. */
import {
  indentJson,
  isObject,
  parseObject,
  tokensOf,
  type JsonObject,
  type Parsed,
} from './json-text.ts';

export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';
export type WireValue = JsonObject;
export type WireItem = Readonly<Record<string, WireValue>>;

export interface TypedValue {
  readonly type: AttributeType;
  readonly content: unknown;
}

export function typedValue(value: WireValue): TypedValue {
  const [entry] = Object.entries(value);
  return { type: (entry?.[0] ?? 'NULL') as AttributeType, content: entry?.[1] };
}

/** A value on one line: text bare, numbers digit by digit, documents as JSON. */
export function inlineText(value: WireValue): string {
  const { type, content } = typedValue(value);
  switch (type) {
    case 'S':
    case 'N':
    case 'B':
      return String(content);
    case 'BOOL':
      return content === true ? 'true' : 'false';
    case 'NULL':
      return 'null';
    case 'SS':
    case 'NS':
    case 'BS':
      return (content as readonly string[]).join(', ');
    case 'L':
    case 'M':
      return plainText(value);
  }
}

/** The value as plain JSON text: numbers as they are, sets as lists, binary as base64 text. */
export function plainText(value: WireValue): string {
  const { type, content } = typedValue(value);
  switch (type) {
    case 'N':
      return String(content);
    case 'NULL':
      return 'null';
    case 'NS':
      return `[${(content as readonly string[]).join(',')}]`;
    case 'L':
      return `[${(content as readonly WireValue[]).map(plainText).join(',')}]`;
    case 'M':
      return plainItemText(content as WireItem);
    default:
      return JSON.stringify(content);
  }
}

export function plainItemText(item: WireItem): string {
  const members = Object.entries(item).map(
    ([name, value]) => `${JSON.stringify(name)}:${plainText(value)}`,
  );
  return `{${members.join(',')}}`;
}

/** True when plain JSON would lose the type of something in the item. */
export function losesTypes(value: WireValue): boolean {
  const { type, content } = typedValue(value);
  if (type === 'L') return (content as readonly WireValue[]).some(losesTypes);
  if (type === 'M') return Object.values(content as WireItem).some(losesTypes);
  return type === 'B' || type === 'SS' || type === 'NS' || type === 'BS';
}

const NUMBER = 'n';
const TEXT = 's';

/**
 * Turns every number of valid JSON text into a string, so that parsing keeps its digits. The first letter of each string
 * value then tells a number from text.
 */
function tagScalars(text: string): string {
  const tokens = tokensOf(text);
  const tagged = tokens.map((token, index) => {
    if (tokens[index + 1] === ':') return token;
    if (token.startsWith('"')) return `"${TEXT}${token.slice(1)}`;
    return /^[-\d]/.test(token) ? `"${NUMBER}${token}"` : token;
  });
  return tagged.join('');
}

function wireOf(value: unknown): WireValue {
  if (typeof value === 'string') {
    return { [value.startsWith(NUMBER) ? 'N' : 'S']: value.slice(1) };
  }
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(wireOf) };
  if (isObject(value)) return { M: wireItemOf(value) };
  return { NULL: true };
}

function wireItemOf(value: JsonObject): WireItem {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wireOf(inner)]));
}

/** Reads plain JSON as an item; a number keeps all the digits it was typed with. */
export function parsePlainItem(text: string): Parsed<WireItem> {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed;
  const tagged = parseObject(tagScalars(text));
  return tagged.ok ? { ok: true, value: wireItemOf(tagged.value) } : tagged;
}

export function prettyPlainItem(item: WireItem): string {
  return indentJson(plainItemText(item));
}
