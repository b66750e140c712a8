/**
 * JSON as text. Works on tokens and never on parsed numbers, so every digit that came is shown.
 */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;
const LINE_WIDTH = 56;

/** The tokens of JSON text, strings and numbers as they were written. */
export function tokensOf(text: string): readonly string[] {
  return text.match(TOKENS) ?? [];
}

interface Container {
  readonly open: string;
  readonly close: string;
  readonly members: readonly Member[];
  /** Length of the container written on one line. */
  readonly width: number;
}

interface Member {
  /** Key with its colon, or nothing inside an array. */
  readonly label: string;
  readonly value: string | Container;
}

function widthOf({ label, value }: Member): number {
  return label.length + (typeof value === 'string' ? value.length : value.width);
}

class TokenReader {
  readonly #tokens: readonly string[];
  #position = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  value(): string | Container {
    const token = this.#next();
    if (token === '{') return this.#container('{', '}');
    if (token === '[') return this.#container('[', ']');
    return token;
  }

  #container(open: string, close: string): Container {
    const members: Member[] = [];
    while (this.#position < this.#tokens.length && this.#tokens[this.#position] !== close) {
      members.push(this.#member(open === '{'));
      if (this.#tokens[this.#position] === ',') this.#position += 1;
    }
    this.#position += 1;
    const padding = open === '{' && members.length > 0 ? 4 : 2;
    const separators = Math.max(0, members.length - 1) * 2;
    const width = members.reduce((sum, member) => sum + widthOf(member), padding + separators);
    return { open, close, members, width };
  }

  #member(labelled: boolean): Member {
    if (!labelled) return { label: '', value: this.value() };
    const key = this.#next();
    this.#next();
    return { label: `${key}: `, value: this.value() };
  }

  #next(): string {
    const token = this.#tokens[this.#position] ?? '';
    this.#position += 1;
    return token;
  }
}

function onOneLine(value: string | Container): string {
  if (typeof value === 'string') return value;
  const pad = value.open === '{' && value.members.length > 0 ? ' ' : '';
  const inner = value.members.map((member) => member.label + onOneLine(member.value)).join(', ');
  return value.open + pad + inner + pad + value.close;
}

function write(value: string | Container, indent: string, before: number): string {
  if (typeof value === 'string') return value;
  const fits = indent !== '' && indent.length + before + value.width <= LINE_WIDTH;
  if (fits || value.members.length === 0) return onOneLine(value);
  const deeper = `${indent}  `;
  const lines = value.members.map(
    ({ label, value: inner }) => deeper + label + write(inner, deeper, label.length),
  );
  return `${value.open}\n${lines.join(',\n')}\n${indent}${value.close}`;
}

/** Lays valid JSON text out over lines; what fits on a line stays on it. Anything else comes back as it was. */
export function indentJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return write(new TokenReader(text).value(), '', 0);
}

export function prettyJson(value: unknown): string {
  return indentJson(JSON.stringify(value));
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: string };

/** Parses text that has to be a JSON object; `fault` is a sentence for the person who typed it. */
export function parseObject(text: string): Parsed<JsonObject> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return { ok: true, value };
    return { ok: false, fault: 'This has to be a JSON object: { … }.' };
  } catch (error) {
    return {
      ok: false,
      fault: `Not JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    };
  }
}
