import { KEYWORDS } from './keywords.ts';
import { notWellFormed } from './statement-fault.ts';
import type { TextPosition } from './statement-fault.ts';

export type TokenKind =
  | 'identifier'
  | 'quoted'
  | 'keyword'
  | 'string'
  | 'number'
  | 'operator'
  | 'punctuation'
  | 'parameter'
  | 'eof';

export interface Token {
  readonly kind: TokenKind;
  /** What it says: the name or string without its quotes, keywords in small letters. */
  readonly text: string;
  readonly at: TextPosition;
}

const LINE_FEED = 10;
const MINUS = 45;
const STAR = 42;
const SLASH = 47;
const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const DOT = 46;

const SPACE = /\s/;
const WORD_START = /[A-Za-z_$]/;
const WORD = /[A-Za-z0-9_$]*/y;
const NUMBER = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?/y;
const OPERATORS = ['<=', '>=', '<>', '!=', '||', '=', '<', '>', '+', '-', '/', '%', '*', '@'];
const PUNCTUATION = ['<<', '>>', '(', ')', '[', ']', '{', '}', ',', '.', ':', ';'];
const MARKS: readonly (readonly [string, TokenKind])[] = [
  ...['<<', '>>'].map((mark) => [mark, 'punctuation'] as const),
  ...OPERATORS.map((mark) => [mark, 'operator'] as const),
  ...PUNCTUATION.map((mark) => [mark, 'punctuation'] as const),
];

const INT32_MAX = 2 ** 31 - 1;
const INT32_MIN = -(2 ** 31);

/**
 * Cuts a statement into tokens; the last one is `eof`. Linear. Throws `ValueFault` for what is no token at all: a comment or
 * a quote without its end, a character that begins nothing, a number whose exponent is no 32-bit integer.
 *
 * Source: reference semantics.md section 7, validation.md sections 4 and 11.
 */
export function scanStatement(text: string): readonly Token[] {
  return new Scanner(text).scan();
}

class Scanner {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): readonly Token[] {
    for (;;) {
      this.#skipSpace();
      if (this.#at >= this.#text.length) break;
      this.#take();
    }
    this.#push('eof', '', this.#at);
    return this.#tokens;
  }

  #skipSpace(): void {
    const text = this.#text;
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at);
      const next = text.charCodeAt(this.#at + 1);
      if (code === MINUS && next === MINUS) this.#skipTo('\n', false);
      else if (code === SLASH && next === STAR) this.#skipTo('*/', true);
      else if (SPACE.test(text.charAt(this.#at))) this.#step();
      else return;
    }
  }

  /** Goes behind the next `end`; without one to the end of the statement, unless it must be there. */
  #skipTo(end: string, must: boolean): void {
    const found = this.#text.indexOf(end, this.#at + end.length);
    if (found < 0 && must) throw notWellFormed();
    const until = found < 0 ? this.#text.length : found + end.length;
    while (this.#at < until) this.#step();
  }

  #step(): void {
    if (this.#text.charCodeAt(this.#at) === LINE_FEED) {
      this.#line++;
      this.#lineStart = this.#at + 1;
    }
    this.#at++;
  }

  #take(): void {
    const text = this.#text;
    const start = this.#at;
    const code = text.charCodeAt(start);
    const char = text.charAt(start);
    if (code === QUOTE) this.#push('string', this.#endOfQuote("'"), start);
    else if (code === DOUBLE_QUOTE) this.#push('quoted', this.#endOfQuote('"'), start);
    else if (WORD_START.test(char)) this.#takeWord(start);
    else if (isDigit(char) || (code === DOT && isDigit(text.charAt(start + 1)))) {
      this.#takeNumber(start);
    } else if (char === '?') {
      this.#at++;
      this.#push('parameter', char, start);
    } else this.#takeMark(start);
  }

  /** The text between two quotes, where a doubled quote stands for one; the scanner is behind it then. */
  #endOfQuote(quote: string): string {
    let part = this.#at + 1;
    let content = '';
    for (;;) {
      const end = this.#text.indexOf(quote, part);
      if (end < 0) throw notWellFormed();
      content += this.#text.slice(part, end);
      this.#at = end + 1;
      if (this.#text.charAt(end + 1) !== quote) return content;
      content += quote;
      part = end + 2;
    }
  }

  #takeWord(start: number): void {
    WORD.lastIndex = start;
    WORD.test(this.#text);
    this.#at = WORD.lastIndex;
    const word = this.#text.slice(start, this.#at);
    const small = word.toLowerCase();
    if (KEYWORDS.has(small)) this.#push('keyword', small, start);
    else this.#push('identifier', word, start);
  }

  #takeNumber(start: number): void {
    NUMBER.lastIndex = start;
    const match = NUMBER.exec(this.#text);
    if (match === null) throw notWellFormed();
    const [literal, exponent] = match;
    this.#at = start + literal.length;
    if (WORD_START.test(this.#text.charAt(this.#at))) throw notWellFormed();
    if (exponent !== undefined) checkExponent(literal, Number(exponent));
    this.#push('number', literal, start);
  }

  #takeMark(start: number): void {
    for (const [mark, kind] of MARKS) {
      if (!this.#text.startsWith(mark, start)) continue;
      this.#at = start + mark.length;
      this.#push(kind, mark === '!=' ? '<>' : mark, start);
      return;
    }
    throw notWellFormed();
  }

  /** Quotes may hold line feeds: the lines behind them are counted here. */
  #push(kind: TokenKind, text: string, start: number): void {
    const at = { line: this.#line, column: start - this.#lineStart + 1, length: this.#at - start };
    this.#tokens.push({ kind, text, at });
    for (let end = this.#text.indexOf('\n', start); end >= 0 && end < this.#at;) {
      this.#line++;
      this.#lineStart = end + 1;
      end = this.#text.indexOf('\n', end + 1);
    }
  }
}

/** Exponent and scale are 32 bits wide, as those of Java's BigDecimal. Source: reference validation.md section 4. */
function checkExponent(literal: string, exponent: number): void {
  const mantissa = literal.slice(0, literal.search(/[eE]/));
  const point = mantissa.indexOf('.');
  const scale = (point < 0 ? 0 : mantissa.length - point - 1) - exponent;
  for (const value of [exponent, scale]) {
    if (value > INT32_MAX || value < INT32_MIN) throw notWellFormed();
  }
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}
