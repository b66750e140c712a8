import { Prng } from '../world/prng.ts';
import { drawMember, drawSample } from './corpus.ts';
import { RawTexts, isObject, remove, replace, setMember, slotsOf, valueOf } from './json.ts';
import type { Json, JsonObject, Slot } from './json.ts';
import { strangeExpression } from './strange-expressions.ts';
import { STRANGE_NAMES, strangeJson, strangeString, strangeValue } from './strange-values.ts';

export interface HostileRequest {
  /** The whole `X-Amz-Target`. */
  readonly target: string;
  readonly bodyText: string;
}

const PREFIX = 'DynamoDB_20120810.';
const MIB = 1_048_576;

/** The request number `index` of a run: the same for the same seed, whatever came before. */
export function hostileRequest(seed: number, index: number): HostileRequest {
  const chance = new Prng(Math.imul(seed, 0x9e3779b1) + index);
  const { operation, body } = drawSample(chance);
  const raw = new RawTexts();
  const rounds = chance.pick([0, 1, 1, 1, 1, 2, 2, 3]);
  for (let round = 0; round < rounds; round++) spoil(body, chance, raw);
  const text = raw.textOf(body);
  const target = chance.chance(0.01) ? strangeTarget(operation, chance) : PREFIX + operation;
  return { target, bodyText: chance.chance(0.12) ? spoilText(text, chance) : text };
}

function strangeTarget(operation: string, chance: Prng): string {
  return chance.pick([
    '',
    operation,
    `${PREFIX}${operation.toLowerCase()}`,
    `${PREFIX}${operation} `,
    `${PREFIX}${operation}.${operation}`,
    `DynamoDB_20111205.${operation}`,
    `DynamoDBStreams_20120810.${operation}`,
    PREFIX,
    PREFIX + chance.pick(STRANGE_NAMES),
    strangeString(chance),
  ]);
}

/** One mutation of a request's JSON. */
function spoil(body: JsonObject, chance: Prng, raw: RawTexts): void {
  const slots = slotsOf(body);
  const [first] = slots;
  if (first === undefined || chance.chance(0.05)) {
    setMember(body, ...(chance.chance(0.7) ? drawMember(chance) : strangeMember(chance, raw)));
    return;
  }
  const slot = chance.pick(slots);
  switch (chance.below(12)) {
    case 0:
      replace(slot, strangeJson(chance, raw));
      break;
    case 1:
      remove(slot);
      break;
    case 2:
      rename(slot, chance);
      break;
    case 3:
      if (slot.name.length + JSON.stringify(valueOf(slot)).length < 2_000) multiply(slot, chance);
      break;
    case 4:
      exchange(slot, chance.pick(slots));
      break;
    case 5:
      replace(slot, null);
      break;
    case 6:
      setMember(nearestObject(slot, body), ...strangeMember(chance, raw));
      break;
    case 7:
      replace(chance.pick(placesWith(slots, isAttributeName) ?? [slot]), strangeString(chance));
      break;
    case 8:
    case 9:
      replace(
        chance.pick(placesWith(slots, isAttributeValue) ?? [slot]),
        strangeValue(chance, raw),
      );
      break;
    default:
      replace(chance.pick(placesWith(slots, isExpression) ?? [slot]), expression(slot, chance));
  }
}

/** The corpus's own expressions too, cut and put together anew. */
function expression(slot: Slot, chance: Prng): string {
  const value = valueOf(slot);
  if (typeof value !== 'string' || chance.chance(0.7)) return strangeExpression(chance);
  const at = chance.below(value.length + 1);
  return value.slice(0, at) + strangeExpression(chance).slice(0, 20) + value.slice(at);
}

function isAttributeValue(slot: Slot): boolean {
  const value = valueOf(slot);
  return isObject(value) && Object.keys(value).every((name) => /^[A-Z]{1,4}$/.test(name));
}

/** What stands behind a placeholder. */
function isAttributeName({ name }: Slot): boolean {
  return name.startsWith('#');
}

function isExpression({ name }: Slot): boolean {
  return name.endsWith('Expression') || name === 'Statement';
}

function placesWith(
  slots: readonly Slot[],
  test: (slot: Slot) => boolean,
): readonly Slot[] | undefined {
  const found = slots.filter(test);
  return found.length === 0 ? undefined : found;
}

function strangeMember(chance: Prng, raw: RawTexts): readonly [string, Json] {
  const name = chance.chance(0.8) ? chance.pick(STRANGE_NAMES) : strangeString(chance);
  return [name, chance.chance(0.5) ? strangeValue(chance, raw) : strangeJson(chance, raw)];
}

function nearestObject({ container, name }: Slot, body: JsonObject): JsonObject {
  if (!Array.isArray(container)) return container;
  const value = container[Number(name)];
  return value !== undefined && isObject(value) ? value : body;
}

function rename(slot: Slot, chance: Prng): void {
  if (Array.isArray(slot.container)) return;
  const value = valueOf(slot);
  remove(slot);
  const { name } = slot;
  const near = [name.toLowerCase(), `${name} `, `#${name}`, `:${name}`, name.slice(1), name + name];
  const strange = chance.chance(0.5) ? chance.pick(STRANGE_NAMES) : strangeString(chance);
  setMember(slot.container, chance.chance(0.3) ? chance.pick(near) : strange, value);
}

/** More of the same: past the limits of lists and maps. */
function multiply({ container, name }: Slot, chance: Prng): void {
  const times = chance.pick([1, 2, 24, 25, 26, 99, 100, 101, 300]);
  if (Array.isArray(container)) {
    const element = container[Number(name)] ?? null;
    for (let i = 0; i < times; i++) container.push(structuredClone(element));
    return;
  }
  const value = container[name] ?? null;
  for (let i = 0; i < times; i++)
    setMember(container, `${name}${String(i)}`, structuredClone(value));
}

function exchange(one: Slot, other: Slot): void {
  const [first, second] = [valueOf(one), valueOf(other)];
  replace(other, structuredClone(first));
  replace(one, structuredClone(second));
}

/** One mutation of a body's text. */
function spoilText(text: string, chance: Prng): string {
  const at = chance.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + chance.below(10));
  switch (chance.below(14)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text + text;
    case 2:
      return flipBit(text, Math.min(at, text.length - 1), chance);
    case 3:
      return text.slice(0, at) + text.slice(end);
    case 4:
      return text.slice(0, end) + text.slice(at);
    case 5:
      return text.slice(0, at) + strangeString(chance) + text.slice(at);
    case 6:
      return `{"TableName":"nobody","Item":{},"__proto__":{"TableName":"music"},${text.slice(1)}`;
    case 7:
      return `${text.slice(0, -1)},"TableName":"notes","Key":{},"TableName":"music"}`;
    case 8:
      return text.replaceAll('"', chance.pick(["'", '\\"', '']));
    case 9:
      return text.replace(/[a-z]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
    case 10:
      return chance.pick([
        `\ufeff${text}`,
        `\0${text}`,
        `[${text}]`,
        ` \r\n\t${text}\n`,
        `${text}}`,
      ]);
    case 11:
      return chance.pick(['', ' ', 'null', '[]', '{}', '0', '""', 'true', '{"', '[[[[', '\ud800']);
    case 12:
      return chance.pick(['[', '{"a":', '{"__proto__":']).repeat(chance.pick([100, 50_000]));
    default:
      return chance.chance(0.95) ? text.slice(at) : ofSize(text, chance);
  }
}

/** Filled up to the largest body, a byte less or a byte more. */
function ofSize(text: string, chance: Prng): string {
  const missing = 16 * MIB - text.length + chance.pick([-1, 0, 1, MIB]);
  return chance.chance(0.5)
    ? text + ' '.repeat(missing)
    : `{"Filler":"${'x'.repeat(Math.max(0, missing - 13))}",${text.slice(1)}`;
}

function flipBit(text: string, at: number, chance: Prng): string {
  const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << chance.below(8)));
  return text.slice(0, at) + flipped + text.slice(at + 1);
}
