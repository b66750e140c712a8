/** Collects the `#names` and `:values` of one request, named after the attributes they stand for. */
import type { WireValue } from './attribute-value.ts';

/** DynamoDB takes 255 characters; a placeholder is there to be read. */
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,59}$/;
const PATH_STEP = /^([^[\]]+)((?:\[\d+\])*)$/;

export class Placeholders {
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;

  constructor(names: Readonly<Record<string, string>>, values: Readonly<Record<string, unknown>>) {
    this.names = { ...names };
    this.values = { ...values };
  }

  name(attribute: string): string {
    const known = Object.keys(this.names).find((key) => this.names[key] === attribute);
    if (known !== undefined) return known;
    const key = unused(`#${IDENTIFIER.test(attribute) ? attribute : 'n'}`, this.names);
    this.names[key] = attribute;
    return key;
  }

  /** A document path with every name replaced; steps that are placeholders already stay. */
  path(path: string): string {
    return path
      .split('.')
      .map((step) => this.#step(step.trim()))
      .join('.');
  }

  value(hint: string, value: WireValue): string {
    const stem = hint.replace(/[^A-Za-z0-9_]/g, '').slice(0, 60);
    const key = unused(`:${stem === '' ? 'v' : stem}`, this.values);
    this.values[key] = value;
    return key;
  }

  #step(step: string): string {
    if (step.startsWith('#')) return step;
    const [, name = step, indexes = ''] = PATH_STEP.exec(step) ?? [];
    return this.name(name) + indexes;
  }
}

function unused(stem: string, taken: Readonly<Record<string, unknown>>): string {
  if (!(stem in taken)) return stem;
  let number = 2;
  while (`${stem}${String(number)}` in taken) number += 1;
  return `${stem}${String(number)}`;
}
