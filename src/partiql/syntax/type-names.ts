import { notWellFormed } from './statement-fault.ts';
import type { TokenReader } from './token-reader.ts';

/** The types that may stand behind IS, by their first word, as messages call them. Source: validation.md section 11. */
const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    missing: 'MISSING',
    null: 'NULL',
    bool: 'BOOLEAN',
    boolean: 'BOOLEAN',
    blob: 'BLOB',
    string: 'STRING',
    numeric: 'NUMERIC',
    struct: 'STRUCT',
    tuple: 'TUPLE',
    list: 'LIST',
    smallint: 'SMALLINT',
    int: 'INTEGER',
    int4: 'INTEGER4',
    int8: 'INTEGER8',
    integer: 'INTEGER',
    float: 'FLOAT',
    real: 'REAL',
    double: 'DOUBLE_PRECISION',
    dec: 'DECIMAL',
    decimal: 'DECIMAL',
    timestamp: 'TIMESTAMP',
    date: 'DATE',
    time: 'TIME',
    char: 'CHARACTER',
    character: 'CHARACTER',
    varchar: 'CHARACTER_VARYING',
    symbol: 'SYMBOL',
    clob: 'CLOB',
    sexp: 'SEXP',
    bag: 'BAG',
  }),
);

/** Names of two words, by their first. */
const SECOND_WORDS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['double', ['precision', 'DOUBLE_PRECISION']],
  ['character', ['varying', 'CHARACTER_VARYING']],
]);

/** Takes the name of a type. */
export function takeTypeName(tokens: TokenReader): string {
  const { kind, text } = tokens.peek();
  const type = kind === 'keyword' ? TYPES.get(text) : undefined;
  if (type === undefined) throw notWellFormed('Expected type name');
  tokens.take();
  const second = SECOND_WORDS.get(text);
  if (second !== undefined && tokens.takeKeywords(second[0])) return second[1];
  return type;
}
