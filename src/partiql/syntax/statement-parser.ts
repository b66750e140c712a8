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
import { answerOf, descend } from '../../kernel/descent.ts';
import type { Descent } from '../../kernel/descent.ts';
import { parseExpression, parsePath } from './expression-parser.ts';
import type { Grammar } from './expression-parser.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { notWellFormed } from './statement-fault.ts';
import type { TextPosition } from './statement-fault.ts';
import { TokenReader } from './token-reader.ts';
import { scanStatement } from './tokens.ts';

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
  const tokens = new TokenReader(scanStatement(text));
  const root = descend(parseExpression({ tokens, takeStatement }));
  if (!tokens.isAtEnd) {
    const detail = tokens.isMark(';')
      ? 'Unexpected token after semicolon. (Only one query is allowed.)'
      : 'Unexpected token after expression';
    throw notWellFormed(detail);
  }
  return { root: frozen(root), parameters: tokens.parameters };
}

function frozen<T>(root: T): T {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== 'object' || node === null) continue;
    for (const member of Object.values(node)) open.push(member);
    Object.freeze(node);
  }
  return root;
}

/** The statement that the next keyword begins, if it begins one. */
function* takeStatement(grammar: Grammar): Descent<StatementSyntax | undefined> {
  const { tokens } = grammar;
  const { at } = tokens.peek();
  if (tokens.takeKeywords('select')) return yield* answerOf(parseSelect(grammar, at));
  if (tokens.takeKeywords('from')) return yield* answerOf(parseFromFirst(grammar, at));
  if (tokens.takeKeywords('update')) return yield* answerOf(parseUpdate(grammar, at));
  if (tokens.takeKeywords('insert', 'into')) return yield* answerOf(parseInsert(grammar, at));
  if (tokens.takeKeywords('delete')) {
    if (!tokens.takeKeywords('from')) throw notWellFormed('Expected FROM after DELETE');
    return yield* answerOf(parseDelete(grammar, at));
  }
  // SET and REMOVE stand behind a table.
  return undefined;
}

function* parseSelect(grammar: Grammar, at: TextPosition): Descent<SelectSyntax> {
  const { tokens } = grammar;
  const { at: second } = tokens.peek();
  const distinct = tokens.takeKeywords('distinct') ? second : undefined;
  if (distinct === undefined) tokens.takeKeywords('all');
  const selectsValue = tokens.takeKeywords('value');
  const columns = yield* answerOf(parseColumns(grammar));
  if (!tokens.takeKeywords('from')) throw notWellFormed('Expected FROM after SELECT list');
  const from = yield* answerOf(parseSources(grammar));
  const where = yield* answerOf(parseWhere(grammar));
  const order = yield* answerOf(parseOrder(grammar));
  const unsupportedClause = yield* answerOf(parseUnsupportedClauses(grammar));
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
function* parseColumns(grammar: Grammar): Descent<readonly ColumnSyntax[] | undefined> {
  const { tokens } = grammar;
  const columns: ColumnSyntax[] = [];
  let stars = 0;
  do {
    if (tokens.is('operator', '*')) {
      tokens.take();
      stars++;
    } else
      columns.push({
        expression: yield* answerOf(parseExpression(grammar)),
        aliased: takeAlias(grammar),
      });
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

function* parseSources(grammar: Grammar): Descent<SourceSyntax> {
  const { tokens } = grammar;
  const source = yield* answerOf(parseExpression(grammar));
  let aliased = takeAlias(grammar);
  let several = false;
  while (tokens.takeMark(',')) {
    yield* answerOf(parseExpression(grammar));
    aliased = takeAlias(grammar) || aliased;
    several = true;
  }
  return { source, aliased, several };
}

function* parseTable(grammar: Grammar): Descent<SourceSyntax> {
  const source = yield* answerOf(parsePath(grammar, 'simple'));
  return { source, aliased: takeAlias(grammar), several: false };
}

function* parseWhere(grammar: Grammar): Descent<ExpressionSyntax | undefined> {
  return grammar.tokens.takeKeywords('where')
    ? yield* answerOf(parseExpression(grammar))
    : undefined;
}

function* parseOrder(grammar: Grammar): Descent<readonly OrderSyntax[] | undefined> {
  const { tokens } = grammar;
  if (!tokens.takeKeywords('order')) return undefined;
  if (!tokens.takeKeywords('by')) throw notWellFormed('Expected BY');
  const order: OrderSyntax[] = [];
  do {
    const expression = yield* answerOf(parseExpression(grammar));
    const descending = tokens.takeKeywords('desc');
    if (!descending) tokens.takeKeywords('asc');
    order.push({ expression, descending });
  } while (tokens.takeMark(','));
  return order;
}

/** What other databases have behind a WHERE. The first one is what the statement is refused for. */
function* parseUnsupportedClauses(grammar: Grammar): Descent<string | undefined> {
  const { tokens } = grammar;
  if (tokens.takeKeywords('group')) {
    if (!tokens.takeKeywords('by')) throw notWellFormed('Expected BY');
    do yield* answerOf(parseExpression(grammar));
    while (tokens.takeMark(','));
    return 'GROUP BY';
  }
  for (const word of ['having', 'limit']) {
    if (!tokens.takeKeywords(word)) continue;
    const { at } = yield* answerOf(parseExpression(grammar));
    return `${word.toUpperCase()} at ${at.line}:${at.column}:${at.length}`;
  }
  return undefined;
}

function* parseInsert(grammar: Grammar, at: TextPosition): Descent<InsertSyntax> {
  const { tokens } = grammar;
  const into: SourceSyntax = {
    source: yield* answerOf(parsePath(grammar, 'simple')),
    aliased: false,
    several: false,
  };
  if (!tokens.takeKeywords('value')) {
    tokens.takeKeywords('values');
    yield* answerOf(parseExpression(grammar));
    const none = { hasPosition: false, onConflict: 'none', returning: undefined } as const;
    return { kind: 'insert', into, value: undefined, ...none, at };
  }
  const value = yield* answerOf(parseExpression(grammar));
  const hasPosition = tokens.takeKeywords('at');
  if (hasPosition) yield* answerOf(parseExpression(grammar));
  const onConflict = yield* answerOf(parseOnConflict(grammar));
  const returning = yield* answerOf(parseReturning(grammar));
  return { kind: 'insert', into, value, hasPosition, onConflict, returning, at };
}

function* parseOnConflict(grammar: Grammar): Descent<'none' | 'nothing'> {
  const { tokens } = grammar;
  if (!tokens.takeKeywords('on', 'conflict')) return 'none';
  yield* answerOf(parseWhere(grammar));
  if (tokens.takeKeywords('do', 'nothing')) return 'nothing';
  throw new ValueFault('Invalid conflict action. Only "DO NOTHING" action is supported.');
}

function* parseUpdate(grammar: Grammar, at: TextPosition): Descent<UpdateSyntax> {
  const table = yield* answerOf(parseTable(grammar));
  const { changes, inserts } = yield* answerOf(parseChanges(grammar));
  const where = yield* answerOf(parseWhere(grammar));
  const returning = yield* answerOf(parseReturning(grammar));
  return { kind: 'update', table, changes, inserts, where, returning, at };
}

function* parseFromFirst(grammar: Grammar, at: TextPosition): Descent<UpdateSyntax> {
  const table = yield* answerOf(parseSources(grammar));
  const where = yield* answerOf(parseWhere(grammar));
  const { changes, inserts } = yield* answerOf(parseChanges(grammar));
  const returning = yield* answerOf(parseReturning(grammar));
  return { kind: 'update', table, changes, inserts, where, returning, at };
}

function* parseDelete(grammar: Grammar, at: TextPosition): Descent<DeleteSyntax> {
  const from = yield* answerOf(parseTable(grammar));
  const where = yield* answerOf(parseWhere(grammar));
  return { kind: 'delete', from, where, returning: yield* answerOf(parseReturning(grammar)), at };
}

/** SET and REMOVE clauses, any number of them, at least one. */
function* parseChanges(grammar: Grammar): Descent<{
  readonly changes: readonly ChangeSyntax[];
  readonly inserts: boolean;
}> {
  const { tokens } = grammar;
  const changes: ChangeSyntax[] = [];
  let inserts = false;
  for (;;) {
    const { at } = tokens.peek();
    if (tokens.takeKeywords('set')) {
      do changes.push(yield* answerOf(parseAssignment(grammar)));
      while (tokens.takeMark(','));
    } else if (tokens.takeKeywords('remove')) {
      changes.push({ kind: 'remove', target: yield* answerOf(parsePath(grammar, 'simple')) });
    } else if (tokens.takeKeywords('insert', 'into')) {
      yield* answerOf(parseInsert(grammar, at));
      inserts = true;
    } else break;
  }
  if (changes.length === 0 && !inserts) throw notWellFormed('Expected data manipulation');
  return { changes, inserts };
}

function* parseAssignment(grammar: Grammar): Descent<ChangeSyntax> {
  const { tokens } = grammar;
  const target = yield* answerOf(parsePath(grammar, 'simple'));
  if (!tokens.is('operator', '=')) throw notWellFormed("Expected '='");
  tokens.take();
  return { kind: 'set', target, value: yield* answerOf(parseExpression(grammar)) };
}

function* parseReturning(grammar: Grammar): Descent<ReturningSyntax | undefined> {
  const { tokens } = grammar;
  if (!tokens.takeKeywords('returning')) return undefined;
  const returning = yield* answerOf(parseReturned(grammar));
  if (!tokens.isMark(',')) return returning;
  while (tokens.takeMark(',')) yield* answerOf(parseReturned(grammar));
  throw new ValueFault('Invalid syntax with multiple returning elements in RETURNING clause');
}

function* parseReturned(grammar: Grammar): Descent<ReturningSyntax> {
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
  yield* answerOf(parseExpression(grammar));
  throw new ValueFault("Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause");
}
