/** What the console reads out of a PartiQL statement: whether it reads, of which table, and which attributes by their own name. */
export interface StatementSummary {
  readonly reads: boolean;
  /** Empty when it is not told where it has to be. */
  readonly table: string;
  /**
   * Columns that are attributes of the item. A column of a path is named after the path's last step and may be called like a
   * key without being one.
   */
  readonly columns: 'all' | ReadonlySet<string>;
}

const TOKENS = /"(?:[^"]|"")*"|'(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_]*|[^\s]/g;

function nameOf(token: string | undefined): string {
  if (token === undefined) return '';
  if (token.startsWith('"')) return token.slice(1, -1).replaceAll('""', '"');
  return /^[A-Za-z_]/.test(token) ? token : '';
}

export function readStatement(statement: string): StatementSummary {
  const tokens = statement.match(TOKENS) ?? [];
  const words = tokens.map((token) => token.toUpperCase());
  const after = (word: string): string => {
    const at = words.indexOf(word);
    return at < 0 ? '' : nameOf(tokens[at + 1]);
  };
  switch (words[0]) {
    case 'SELECT':
      return {
        reads: true,
        table: after('FROM'),
        columns: columnsOf(tokens.slice(1, Math.max(1, words.indexOf('FROM')))),
      };
    case 'INSERT':
      return { reads: false, table: after('INTO'), columns: 'all' };
    case 'DELETE':
      return { reads: false, table: after('FROM'), columns: 'all' };
    default:
      return { reads: false, table: after('UPDATE'), columns: 'all' };
  }
}

function columnsOf(tokens: readonly string[]): 'all' | ReadonlySet<string> {
  if (tokens.length === 1 && tokens[0] === '*') return 'all';
  const columns = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    const stands = (at: number): boolean => tokens[at] === undefined || tokens[at] === ',';
    if (stands(index - 1) && stands(index + 1)) columns.add(nameOf(token));
  }
  return columns;
}
