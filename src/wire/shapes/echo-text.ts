import { TEXT_MAX } from '../error-text.ts';

/** What messages print of a rejected value, as far as there is room: whoever writes stops when it is full. */
export class EchoText {
  #text = '';

  get isFull(): boolean {
    return this.#text.length >= TEXT_MAX;
  }

  get text(): string {
    return this.#text;
  }

  add(text: string): this {
    if (!this.isFull) this.#text += text;
    return this;
  }

  /** Parts between commas, for as long as there is room. */
  addList<T>(parts: Iterable<T>, addPart: (part: T) => void, comma = ', '): this {
    let isFirst = true;
    for (const part of parts) {
      if (this.isFull) return this;
      if (!isFirst) this.add(comma);
      isFirst = false;
      addPart(part);
    }
    return this;
  }
}

/** The own members of an object, one after another: a list of them all may be long. */
export function* membersOf(object: object): Generator<readonly [string, unknown]> {
  for (const name in object) {
    if (Object.hasOwn(object, name)) yield [name, (object as Record<string, unknown>)[name]];
  }
}
