/**
 * What a token is. Words of the grammar and punctuation are their own kind (words in capitals, whatever they were
 * written in); `unknown` is one character that begins no token.
 */
export type TokenKind =
  | 'identifier'
  | 'name-placeholder'
  | 'value-placeholder'
  | 'index'
  | 'unknown'
  | 'eof'
  | Word
  | Punctuation;

export type Word = 'AND' | 'OR' | 'NOT' | 'BETWEEN' | 'IN' | 'SET' | 'ADD' | 'DELETE' | 'REMOVE';

export type Punctuation =
  '=' | '<>' | '<' | '<=' | '>' | '>=' | '(' | ')' | '[' | ']' | ',' | '.' | '+' | '-';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  /** One past its last character. */
  readonly end: number;
}

const WORDS: ReadonlyMap<string, Word> = new Map(
  (['AND', 'OR', 'NOT', 'BETWEEN', 'IN', 'SET', 'ADD', 'DELETE', 'REMOVE'] as const).map((word) => [
    word,
    word,
  ]),
);
const LONGEST_WORD = 'BETWEEN'.length;

const SINGLES: ReadonlyMap<number, Punctuation> = new Map(
  (['=', '<', '>', '(', ')', '[', ']', ',', '.', '+', '-'] as const).map((mark) => [
    mark.charCodeAt(0),
    mark,
  ]),
);

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const HASH = 35;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const LESS = 60;
const EQUAL = 61;
const GREATER = 62;
const UNDERSCORE = 95;

/** Cuts an expression into tokens; the last one is `eof`. Linear, never fails. */
export function scanExpression(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    if (at === text.length) break;
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'eof', start: text.length, end: text.length });
  return tokens;
}

/** Letter, digit or underscore: what names and placeholders are made of. */
export function isIdentifierPart(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === UNDERSCORE;
}

function tokenAt(text: string, start: number): Token {
  const code = text.charCodeAt(start);
  // A bare name begins with a letter, and no token with an underscore.
  if (isLetter(code)) {
    const end = endOfIdentifier(text, start + 1);
    return { kind: wordOf(text, start, end) ?? 'identifier', start, end };
  }
  if (code === HASH || code === COLON) {
    const end = endOfIdentifier(text, start + 1);
    if (end === start + 1) return { kind: 'unknown', start, end };
    return { kind: code === HASH ? 'name-placeholder' : 'value-placeholder', start, end };
  }
  if (isDigit(code)) return { kind: 'index', start, end: endOfIndex(text, start) };
  return punctuationAt(text, start, code);
}

function punctuationAt(text: string, start: number, code: number): Token {
  const end = start + 2;
  const next = text.charCodeAt(start + 1);
  if (code === LESS && next === GREATER) return { kind: '<>', start, end };
  if (code === LESS && next === EQUAL) return { kind: '<=', start, end };
  if (code === GREATER && next === EQUAL) return { kind: '>=', start, end };
  const kind = SINGLES.get(code);
  if (kind !== undefined) return { kind, start, end: start + 1 };
  const length = (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1;
  return { kind: 'unknown', start, end: start + length };
}

function wordOf(text: string, start: number, end: number): Word | undefined {
  if (end - start > LONGEST_WORD) return undefined;
  return WORDS.get(text.slice(start, end).toUpperCase());
}

function endOfIdentifier(text: string, from: number): number {
  let end = from;
  while (end < text.length && isIdentifierPart(text.charCodeAt(end))) end++;
  return end;
}

/** `0`, or digits that do not begin with it: `01` is two tokens. */
function endOfIndex(text: string, start: number): number {
  let end = start + 1;
  if (text.charCodeAt(start) === ZERO) return end;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return end;
}

function isSpace(code: number): boolean {
  return code === SPACE || code === TAB || code === LINE_FEED || code === CARRIAGE_RETURN;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
