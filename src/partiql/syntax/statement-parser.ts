import type {
  ChangeSyntax,
  ColumnSyntax,
  DeleteSyntax,
  ExpressionSyntax,
  InsertSyntax,
  OrderSyntax,
  ReturningSyntax,
  SelectSyntax,
  SourceSyntax,
  StatementSyntax,
  UpdateSyntax,
} from './nodes.ts';
import { parseExpression, parsePath } from './expression-parser.ts';
import type { Grammar } from './expression-parser.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { notWellFormed } from './statement-fault.ts';
import type { Position } from './statement-fault.ts';
import { TokenReader } from './token-reader.ts';
import { scan } from './tokens.ts';

/** A parsed statement text: an expression, as every statement is one, and how many parameters it asks for. */
export interface ParsedStatement {
  readonly root: ExpressionSyntax;
  readonly parameters: number;
}

/**
 * Reads a statement, whole. Throws `ValueFault`. Linear in its length; what it answers is frozen.
 *
 * Source: reference semantics.md section 7, validation.md section 11.
 */
export function parseStatement(text: string): ParsedStatement {
  const tokens = new TokenReader(scan(text));
  const root = parseExpression({ tokens, takeStatement });
  if (!tokens.isAtEnd) {
    const detail = tokens.isMark(';')
      ? 'Unexpected token after semicolon. (Only one query is allowed.)'
      : 'Unexpected token after expression';
    throw notWellFormed(detail);
  }
  return { root: frozen(root), parameters: tokens.parameters };
}

function frozen<T>(node: T): T {
  if (typeof node !== 'object' || node === null) return node;
  for (const member of Object.values(node)) frozen(member);
  return Object.freeze(node);
}

/** The statement that the next keyword begins, if it begins one. */
function takeStatement(grammar: Grammar): StatementSyntax | undefined {
  const { tokens } = grammar;
  const { at } = tokens.peek();
  if (tokens.takeKeywords('select')) return parseSelect(grammar, at);
  if (tokens.takeKeywords('from')) return parseFromFirst(grammar, at);
  if (tokens.takeKeywords('update')) return parseUpdate(grammar, at);
  if (tokens.takeKeywords('insert', 'into')) return parseInsert(grammar, at);
  if (tokens.takeKeywords('delete')) {
    if (!tokens.takeKeywords('from')) throw notWellFormed('Expected FROM after DELETE');
    return parseDelete(grammar, at);
  }
  // SET and REMOVE stand behind a table.
  return undefined;
}

function parseSelect(grammar: Grammar, at: Position): SelectSyntax {
  const { tokens } = grammar;
  const { at: second } = tokens.peek();
  const distinct = tokens.takeKeywords('distinct') ? second : undefined;
  if (distinct === undefined) tokens.takeKeywords('all');
  const selectsValue = tokens.takeKeywords('value');
  const columns = parseColumns(grammar);
  if (!tokens.takeKeywords('from')) throw notWellFormed('Expected FROM after SELECT list');
  const from = parseSources(grammar);
  const where = parseWhere(grammar);
  const order = parseOrder(grammar);
  const unsupportedClause = parseUnsupportedClauses(grammar);
  return {
    kind: 'select',
    columns,
    distinct,
    selectsValue,
    from,
    where,
    order,
    unsupportedClause,
    at,
  };
}

/** Undefined for `*`, which stands alone. */
function parseColumns(grammar: Grammar): readonly ColumnSyntax[] | undefined {
  const { tokens } = grammar;
  const columns: ColumnSyntax[] = [];
  let stars = 0;
  do {
    if (tokens.is('operator', '*')) {
      tokens.take();
      stars++;
    } else columns.push({ expression: parseExpression(grammar), aliased: takeAlias(grammar) });
  } while (tokens.takeMark(','));
  if (stars === 0) return columns;
  if (stars + columns.length === 1) return undefined;
  throw notWellFormed(
    "Other expressions may not be present in the select list when '*' is used without dot notation.",
  );
}

/** `AS x`, or `x` alone. */
function takeAlias({ tokens }: Grammar): boolean {
  const isName = (): boolean => ['identifier', 'quoted'].includes(tokens.peek().kind);
  if (tokens.takeKeywords('as')) {
    if (!isName()) throw notWellFormed('Expected identifier for alias');
    tokens.take();
    return true;
  }
  if (!isName()) return false;
  tokens.take();
  return true;
}

function parseSources(grammar: Grammar): SourceSyntax {
  const { tokens } = grammar;
  const source = parseExpression(grammar);
  let aliased = takeAlias(grammar);
  let several = false;
  while (tokens.takeMark(',')) {
    parseExpression(grammar);
    aliased = takeAlias(grammar) || aliased;
    several = true;
  }
  return { source, aliased, several };
}

function parseTable(grammar: Grammar): SourceSyntax {
  const source = parsePath(grammar, 'simple');
  return { source, aliased: takeAlias(grammar), several: false };
}

function parseWhere(grammar: Grammar): ExpressionSyntax | undefined {
  return grammar.tokens.takeKeywords('where') ? parseExpression(grammar) : undefined;
}

function parseOrder(grammar: Grammar): readonly OrderSyntax[] | undefined {
  const { tokens } = grammar;
  if (!tokens.takeKeywords('order')) return undefined;
  if (!tokens.takeKeywords('by')) throw notWellFormed('Expected BY');
  const order: OrderSyntax[] = [];
  do {
    const expression = parseExpression(grammar);
    const descending = tokens.takeKeywords('desc');
    if (!descending) tokens.takeKeywords('asc');
    order.push({ expression, descending });
  } while (tokens.takeMark(','));
  return order;
}

/** What other databases have behind a WHERE. The first one is what the statement is refused for. */
function parseUnsupportedClauses(grammar: Grammar): string | undefined {
  const { tokens } = grammar;
  if (tokens.takeKeywords('group')) {
    if (!tokens.takeKeywords('by')) throw notWellFormed('Expected BY');
    do parseExpression(grammar);
    while (tokens.takeMark(','));
    return 'GROUP BY';
  }
  for (const word of ['having', 'limit']) {
    if (!tokens.takeKeywords(word)) continue;
    const { at } = parseExpression(grammar);
    return `${word.toUpperCase()} at ${at.line}:${at.column}:${at.length}`;
  }
  return undefined;
}

function parseInsert(grammar: Grammar, at: Position): InsertSyntax {
  const { tokens } = grammar;
  const into: SourceSyntax = {
    source: parsePath(grammar, 'simple'),
    aliased: false,
    several: false,
  };
  if (!tokens.takeKeywords('value')) {
    tokens.takeKeywords('values');
    parseExpression(grammar);
    const none = { hasPosition: false, onConflict: 'none', returning: undefined } as const;
    return { kind: 'insert', into, value: undefined, ...none, at };
  }
  const value = parseExpression(grammar);
  const hasPosition = tokens.takeKeywords('at');
  if (hasPosition) parseExpression(grammar);
  const onConflict = parseOnConflict(grammar);
  const returning = parseReturning(grammar);
  return { kind: 'insert', into, value, hasPosition, onConflict, returning, at };
}

function parseOnConflict(grammar: Grammar): 'none' | 'nothing' {
  const { tokens } = grammar;
  if (!tokens.takeKeywords('on', 'conflict')) return 'none';
  parseWhere(grammar);
  if (tokens.takeKeywords('do', 'nothing')) return 'nothing';
  throw new ValueFault('Invalid conflict action. Only "DO NOTHING" action is supported.');
}

function parseUpdate(grammar: Grammar, at: Position): UpdateSyntax {
  const table = parseTable(grammar);
  const { changes, inserts } = parseChanges(grammar);
  const where = parseWhere(grammar);
  const returning = parseReturning(grammar);
  return { kind: 'update', table, changes, inserts, where, returning, at };
}

function parseFromFirst(grammar: Grammar, at: Position): UpdateSyntax {
  const table = parseSources(grammar);
  const where = parseWhere(grammar);
  const { changes, inserts } = parseChanges(grammar);
  const returning = parseReturning(grammar);
  return { kind: 'update', table, changes, inserts, where, returning, at };
}

function parseDelete(grammar: Grammar, at: Position): DeleteSyntax {
  const from = parseTable(grammar);
  const where = parseWhere(grammar);
  return { kind: 'delete', from, where, returning: parseReturning(grammar), at };
}

/** SET and REMOVE clauses, any number of them, at least one. */
function parseChanges(grammar: Grammar): {
  readonly changes: readonly ChangeSyntax[];
  readonly inserts: boolean;
} {
  const { tokens } = grammar;
  const changes: ChangeSyntax[] = [];
  let inserts = false;
  for (;;) {
    const { at } = tokens.peek();
    if (tokens.takeKeywords('set')) {
      do changes.push(parseAssignment(grammar));
      while (tokens.takeMark(','));
    } else if (tokens.takeKeywords('remove')) {
      changes.push({ kind: 'remove', target: parsePath(grammar, 'simple') });
    } else if (tokens.takeKeywords('insert', 'into')) {
      parseInsert(grammar, at);
      inserts = true;
    } else break;
  }
  if (changes.length === 0 && !inserts) throw notWellFormed('Expected data manipulation');
  return { changes, inserts };
}

function parseAssignment(grammar: Grammar): ChangeSyntax {
  const { tokens } = grammar;
  const target = parsePath(grammar, 'simple');
  if (!tokens.is('operator', '=')) throw notWellFormed("Expected '='");
  tokens.take();
  return { kind: 'set', target, value: parseExpression(grammar) };
}

function parseReturning(grammar: Grammar): ReturningSyntax | undefined {
  const { tokens } = grammar;
  if (!tokens.takeKeywords('returning')) return undefined;
  const returning = parseReturned(grammar);
  if (!tokens.isMark(',')) return returning;
  while (tokens.takeMark(',')) parseReturned(grammar);
  throw new ValueFault('Invalid syntax with multiple returning elements in RETURNING clause');
}

function parseReturned(grammar: Grammar): ReturningSyntax {
  const { tokens } = grammar;
  const which = tokens.takeKeywords('all')
    ? 'ALL'
    : tokens.takeKeywords('modified')
      ? 'MODIFIED'
      : undefined;
  const image = tokens.takeKeywords('old') ? 'OLD' : tokens.takeKeywords('new') ? 'NEW' : undefined;
  if (which === undefined || image === undefined) {
    throw notWellFormed('Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.');
  }
  if (tokens.is('operator', '*')) {
    tokens.take();
    return { which, image };
  }
  parseExpression(grammar);
  throw new ValueFault("Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause");
}
