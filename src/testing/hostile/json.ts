/** JSON as it is before and after it is spoilt. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [name: string]: Json;
}

/** A place that holds a value: an element of a list or a member of an object. */
export interface Slot {
  readonly container: Json[] | JsonObject;
  readonly name: string;
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every place below `root`, outer ones first. */
export function slotsOf(root: Json): readonly Slot[] {
  const slots: Slot[] = [];
  const containers = [root];
  for (const container of containers) {
    if (typeof container !== 'object' || container === null) continue;
    for (const [name, value] of Object.entries(container)) {
      slots.push({ container, name });
      containers.push(value);
    }
  }
  return slots;
}

export function valueOf({ container, name }: Slot): Json {
  return (Array.isArray(container) ? container[Number(name)] : container[name]) ?? null;
}

/** Replaces what the slot holds; a member keeps its place, whatever its name. */
export function replace({ container, name }: Slot, value: Json): void {
  if (Array.isArray(container)) container[Number(name)] = value;
  else setMember(container, name, value);
}

/** Adds or replaces an own member, `__proto__` like any other. */
export function setMember(object: JsonObject, name: string, value: Json): void {
  Object.defineProperty(object, name, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

export function remove({ container, name }: Slot): void {
  if (Array.isArray(container)) container.splice(Number(name), 1);
  else Reflect.deleteProperty(container, name);
}

const RAW = /"@raw:([0-9]+)@"/g;

/**
 * JSON text that no value turns into: numbers past a double, members given twice, thousands of levels. Stands in the
 * body as a mark until the body is written out.
 */
export class RawTexts {
  readonly #texts: string[] = [];

  mark(text: string): string {
    return `@raw:${this.#texts.push(text) - 1}@`;
  }

  /** Each text stands in for the first of its marks alone: mutations multiply, and levels by thousands are enough. */
  textOf(body: Json): string {
    const text = JSON.stringify(body);
    if (this.#texts.length === 0) return text;
    const left = new Map(this.#texts.entries());
    return text.replace(RAW, (mark, digits: string) => {
      const index = Number(digits);
      const given = left.get(index) ?? mark;
      left.delete(index);
      return given;
    });
  }
}
