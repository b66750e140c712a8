import { canonicalItem } from '../../item/canonical.ts';
import { Placeholders } from '../../expression/binding/placeholders.ts';
import { wireItem } from './values.ts';
import type { Path, Value } from './values.ts';

const NEEDS_PLACEHOLDER: ReadonlySet<string> = new Set(['Size', 'a.b', '__proto__']);

/** Writes paths and values into the text of an expression, and keeps what their placeholders stand for. */
export class ExpressionText {
  readonly #names = new Map<string, string>();
  readonly #values = new Map<string, Value>();
  #count = 0;

  path(path: Path): string {
    let text = '';
    for (const step of path) {
      if (typeof step === 'number') text += `[${step}]`;
      else text += (text === '' ? '' : '.') + this.#name(step);
    }
    return text;
  }

  value(value: Value): string {
    const placeholder = `:v${this.#count++}`;
    this.#values.set(placeholder, value);
    return placeholder;
  }

  /** Every second name is written as it is, where it may be. */
  #name(name: string): string {
    if (this.#count++ % 2 === 0 && !NEEDS_PLACEHOLDER.has(name)) return name;
    const placeholder = `#n${this.#count}`;
    this.#names.set(placeholder, name);
    return placeholder;
  }

  placeholders(): Placeholders {
    const names = this.#names.size === 0 ? undefined : Object.fromEntries(this.#names);
    if (this.#values.size === 0) return new Placeholders(names, undefined);
    const { item, sizeBytes } = canonicalItem(wireItem(this.#values), 'current');
    return new Placeholders(names, item, sizeBytes);
  }
}
