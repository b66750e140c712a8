import type { Token, TokenKind } from './tokens.ts';
import { notWellFormed } from './statement-fault.ts';

/**
 * How deep expressions may stand in one another: beyond what any number of operators needs that is answered otherwise. DynamoDB's own limit is
 * unknown. Each level takes time, a statement of 8,192 characters has room for thousands.
 */
const LEVELS_MAX = 1_500;

/** A cursor over the tokens of one statement. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  readonly #eof: Token;
  #at = 0;
  #levels = 0;
  #parameters = 0;

  constructor(tokens: readonly Token[]) {
    const last = tokens.at(-1);
    if (last === undefined) throw notWellFormed();
    this.#tokens = tokens;
    this.#eof = last;
  }

  /** How many `?` were taken. */
  get parameters(): number {
    return this.#parameters;
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? this.#eof;
  }

  take(): Token {
    const token = this.peek();
    this.#at++;
    if (token.kind === 'parameter') this.#parameters++;
    return token;
  }

  is(kind: TokenKind, text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === kind && token.text === text;
  }

  isKeyword(text: string, ahead = 0): boolean {
    return this.is('keyword', text, ahead);
  }

  isMark(text: string, ahead = 0): boolean {
    return this.is('punctuation', text, ahead);
  }

  /** Takes these keywords if they come next, all of them. */
  takeKeywords(...words: readonly string[]): boolean {
    if (!words.every((word, i) => this.isKeyword(word, i))) return false;
    for (const _ of words) this.take();
    return true;
  }

  takeMark(mark: string): boolean {
    if (!this.isMark(mark)) return false;
    this.take();
    return true;
  }

  /** Goes one level down. Throws `ValueFault` where that is too deep. */
  enter(): void {
    if (++this.#levels <= LEVELS_MAX) return;
    // The text is ours: the reference has none.
    throw notWellFormed(`Expressions can be nested ${LEVELS_MAX} levels deep at most`);
  }

  leave(): void {
    this.#levels--;
  }

  /** Only the end, or a semicolon and the end, is left. */
  get isAtEnd(): boolean {
    return this.peek(this.isMark(';') ? 1 : 0).kind === 'eof';
  }
}
