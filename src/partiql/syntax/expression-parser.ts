import { answerOf } from '../../kernel/descent.ts';
import type { Descent } from '../../kernel/descent.ts';
import type {
  ExpressionSyntax,
  FieldSyntax,
  PathSyntax,
  StatementSyntax,
  StepSyntax,
} from './nodes.ts';
import { notWellFormed } from './statement-fault.ts';
import type { TextPosition } from './statement-fault.ts';
import type { Token } from './tokens.ts';
import type { TokenReader } from './token-reader.ts';
import { takeTypeName } from './type-names.ts';

/** What parsing needs: the tokens, and how a statement reads that stands where a term may. */
export interface Grammar {
  readonly tokens: TokenReader;
  /** Undefined where the next keyword begins no statement. */
  readonly takeStatement: (grammar: Grammar) => Descent<StatementSyntax | undefined>;
}

/** How tightly operators bind; NOT binds what is left of its own. */
const BINDING: ReadonlyMap<string, number> = new Map([
  ['or', 1],
  ['and', 2],
  ...['=', '<>', 'is', 'in'].map((operator) => [operator, 4] as const),
  ...['<', '<=', '>', '>=', 'between', 'like'].map((operator) => [operator, 5] as const),
  ...['+', '-', '||'].map((operator) => [operator, 6] as const),
  ...['*', '/', '%'].map((operator) => [operator, 7] as const),
]);
const NOT_BINDING = 3;

/** Keywords that are names of functions where a parenthesis follows. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  'exists size count avg max min sum upper lower char_length character_length bit_length octet_length coalesce nullif'.split(
    ' ',
  ),
);

/**
 * An expression whose operators bind tighter than `binding`. Throws `ValueFault` where the grammar has no place for a token.
 *
 * Precedence climbing, a step within a step for each level of the text. Source of the texts: reference validation.md
 * section 11.
 */
export function* parseExpression(grammar: Grammar, binding = 0): Descent<ExpressionSyntax> {
  const { tokens } = grammar;
  tokens.enter();
  let left = yield* answerOf(parseUnary(grammar));
  for (;;) {
    const infix = infixAt(tokens);
    if (infix === undefined || infix.binding <= binding) {
      tokens.leave();
      return left;
    }
    left = yield* answerOf(parseInfix(grammar, left, infix));
  }
}

interface Infix {
  readonly operator: string;
  readonly negated: boolean;
  readonly binding: number;
  readonly at: TextPosition;
}

/** The operator that comes next; NOT belongs to the IN, BETWEEN or LIKE behind it. */
function infixAt(tokens: TokenReader): Infix | undefined {
  const first = tokens.peek();
  const negated = tokens.isKeyword('not');
  const token = negated ? tokens.peek(1) : first;
  if (token.kind !== 'operator' && token.kind !== 'keyword') return undefined;
  if (negated && !['in', 'between', 'like'].includes(token.text)) return undefined;
  const binding = BINDING.get(token.text);
  return binding === undefined
    ? undefined
    : { operator: token.text, negated, binding, at: token.at };
}

function* parseInfix(
  grammar: Grammar,
  left: ExpressionSyntax,
  infix: Infix,
): Descent<ExpressionSyntax> {
  const { tokens } = grammar;
  const { operator, at, binding } = infix;
  if (infix.negated) tokens.take();
  tokens.take();
  switch (operator) {
    case 'is': {
      const negated = tokens.takeKeywords('not');
      return { kind: 'is', negated, operand: left, type: takeTypeName(tokens), at };
    }
    case 'in': {
      const candidates = yield* answerOf(parseCandidates(grammar, binding));
      return { kind: 'in', negated: infix.negated, operand: left, candidates, at };
    }
    case 'between':
      return yield* answerOf(parseBetween(grammar, left, infix));
    case 'and':
    case 'or':
      return joined(operator, left, yield* answerOf(parseRight(grammar, binding)), at);
    default: {
      const right = yield* answerOf(parseRight(grammar, binding));
      const binary = { kind: 'binary', operator, left, right, at } as const;
      return infix.negated ? { kind: 'unary', operator: 'not', operand: binary, at } : binary;
    }
  }
}

function* parseRight(grammar: Grammar, binding: number): Descent<ExpressionSyntax> {
  if (grammar.tokens.peek().kind === 'eof') {
    throw notWellFormed('Missing right-hand side expression of infix operator');
  }
  return yield* answerOf(parseExpression(grammar, binding));
}

/** `a AND b AND c` is one node of three, so that a long chain is no deep tree. */
function joined(
  kind: 'and' | 'or',
  left: ExpressionSyntax,
  right: ExpressionSyntax,
  at: TextPosition,
): ExpressionSyntax {
  if (left.kind !== kind || !Object.isExtensible(left)) {
    return { kind, operands: [left, right], at };
  }
  // The node is this parser's own until it is frozen: nobody has seen it yet.
  (left.operands as ExpressionSyntax[]).push(right);
  return left;
}

function* parseBetween(
  grammar: Grammar,
  operand: ExpressionSyntax,
  { negated, binding, at }: Infix,
): Descent<ExpressionSyntax> {
  const lower = yield* answerOf(parseRight(grammar, binding));
  if (!grammar.tokens.takeKeywords('and')) throw notWellFormed('Expected keyword and');
  if (grammar.tokens.isAtEnd) throw notWellFormed('Expected expression after AND');
  const upper = yield* answerOf(parseExpression(grammar, binding));
  return { kind: 'between', negated, operand, lower, upper, at };
}

/** A parenthesis behind IN holds a list, also of one. */
function* parseCandidates(grammar: Grammar, binding: number): Descent<ExpressionSyntax> {
  const { tokens } = grammar;
  const { at } = tokens.peek();
  if (!tokens.isMark('(') || tokens.isKeyword('select', 1))
    return yield* answerOf(parseRight(grammar, binding));
  tokens.take();
  return { kind: 'list', elements: yield* answerOf(parseList(grammar, ')')), at };
}

/** Expressions by commas up to `end`, which is taken; at least one. */
function* parseList(grammar: Grammar, end: string): Descent<readonly ExpressionSyntax[]> {
  const { tokens } = grammar;
  const elements: ExpressionSyntax[] = [];
  do elements.push(yield* answerOf(parseExpression(grammar)));
  while (tokens.takeMark(','));
  expectMark(tokens, end);
  return elements;
}

export function expectMark(tokens: TokenReader, mark: string): void {
  if (!tokens.takeMark(mark)) throw notWellFormed(`Expected '${mark}'`);
}

function* parseUnary(grammar: Grammar): Descent<ExpressionSyntax> {
  const { tokens } = grammar;
  const { kind, text, at } = tokens.peek();
  if (kind === 'keyword' && text === 'not') {
    tokens.take();
    const operand = yield* answerOf(parseExpression(grammar, NOT_BINDING));
    return { kind: 'unary', operator: 'not', operand, at };
  }
  if (kind !== 'operator' || (text !== '+' && text !== '-'))
    return yield* answerOf(parsePathTerm(grammar));
  tokens.take();
  tokens.enter();
  const operand = yield* answerOf(parseUnary(grammar));
  tokens.leave();
  if (operand.kind === 'number') return text === '-' ? negative(operand) : operand;
  return { kind: 'unary', operator: text, operand, at };
}

function negative(number: ExpressionSyntax & { readonly kind: 'number' }): ExpressionSyntax {
  const { text } = number;
  return { ...number, text: text.startsWith('-') ? text.slice(1) : `-${text}` };
}

function* parsePathTerm(grammar: Grammar): Descent<ExpressionSyntax> {
  const { tokens } = grammar;
  const { kind, at } = tokens.peek();
  const isName = (kind === 'identifier' || kind === 'quoted') && !tokens.isMark('(', 1);
  if (isName) return yield* answerOf(parsePath(grammar, 'full'));
  const term = yield* answerOf(parseTerm(grammar));
  const steps = yield* answerOf(parseSteps(grammar, 'full'));
  return steps.length === 0 ? term : { kind: 'rooted', at };
}

/** A path from a name; a simple one is what may be written to. */
export function* parsePath(grammar: Grammar, mode: 'full' | 'simple'): Descent<PathSyntax> {
  const { tokens } = grammar;
  const { kind, text: name, at } = tokens.peek();
  if (kind !== 'identifier' && kind !== 'quoted') {
    throw notWellFormed('Expected identifier for simple path');
  }
  tokens.take();
  return {
    kind: 'path',
    steps: [{ kind: 'name', name, at }, ...(yield* answerOf(parseSteps(grammar, mode)))],
    at,
  };
}

function* parseSteps(grammar: Grammar, mode: 'full' | 'simple'): Descent<readonly StepSyntax[]> {
  const { tokens } = grammar;
  const steps: StepSyntax[] = [];
  for (;;) {
    if (tokens.takeMark('.')) steps.push(parseDot(tokens, mode));
    else if (tokens.takeMark('[')) steps.push(yield* answerOf(parseBracket(grammar, mode)));
    else return steps;
  }
}

function parseDot(tokens: TokenReader, mode: 'full' | 'simple'): StepSyntax {
  const { kind, text: name, at } = tokens.peek();
  if (kind === 'operator' && name === '*') {
    if (mode === 'simple') throw notWellFormed('Invalid path dot component for simple path');
    tokens.take();
    return { kind: 'unpivot', at };
  }
  if (kind !== 'identifier' && kind !== 'quoted') {
    throw notWellFormed('Invalid path dot component');
  }
  tokens.take();
  return { kind: 'name', name, at };
}

function* parseBracket(grammar: Grammar, mode: 'full' | 'simple'): Descent<StepSyntax> {
  const { tokens } = grammar;
  const { at } = tokens.peek();
  if (tokens.is('operator', '*')) {
    if (mode === 'simple') throw notWellFormed('Invalid path component for simple path');
    tokens.take();
    expectMark(tokens, ']');
    return { kind: 'wildcard', at };
  }
  const index = yield* answerOf(parseExpression(grammar));
  const isSimple = index.kind === 'number' || index.kind === 'string' || index.kind === 'path';
  if (mode === 'simple' && !isSimple) throw notWellFormed('Invalid path component for simple path');
  expectMark(tokens, ']');
  return { kind: 'index', index, at: index.at };
}

function* parseTerm(grammar: Grammar): Descent<ExpressionSyntax> {
  const { tokens } = grammar;
  const token = tokens.peek();
  const { at } = token;
  switch (token.kind) {
    case 'operator':
      return parseOperatorTerm(tokens);
    case 'keyword':
      return yield* answerOf(parseKeywordTerm(grammar, token));
    case 'identifier':
    case 'quoted':
      tokens.take();
      return yield* answerOf(parseCall(grammar, token));
    case 'string':
      tokens.take();
      return { kind: 'string', text: token.text, at };
    case 'number':
      tokens.take();
      return { kind: 'number', text: token.text, at };
    case 'parameter':
      tokens.take();
      return { kind: 'parameter', index: tokens.parameters - 1, at };
    case 'punctuation':
      return yield* answerOf(parseBracketed(grammar, token));
    default:
      throw notWellFormed('Unexpected term');
  }
}

/** `@` before a name says where to look it up first: here there is one place only. */
function parseOperatorTerm(tokens: TokenReader): ExpressionSyntax {
  if (!tokens.is('operator', '@')) throw notWellFormed('Unexpected operator');
  tokens.take();
  const { kind, text: name, at } = tokens.peek();
  if (kind !== 'identifier' && kind !== 'quoted') {
    throw notWellFormed('Identifier must follow @-operator');
  }
  tokens.take();
  return { kind: 'path', steps: [{ kind: 'name', name, at }], at };
}

function* parseKeywordTerm(grammar: Grammar, { text, at }: Token): Descent<ExpressionSyntax> {
  const { tokens } = grammar;
  if (text === 'true' || text === 'false') {
    tokens.take();
    return { kind: 'boolean', value: text === 'true', at };
  }
  if (text === 'null' || text === 'missing') {
    tokens.take();
    return { kind: text, at };
  }
  // Operators by their kind, though they are words.
  if (BINDING.has(text)) throw notWellFormed('Unexpected operator');
  if (FUNCTION_WORDS.has(text) && tokens.isMark('(', 1))
    return yield* answerOf(parseCall(grammar, tokens.take()));
  const statement = yield* answerOf(grammar.takeStatement(grammar));
  if (statement === undefined) throw notWellFormed('Unexpected keyword');
  return { kind: 'statement', statement, at };
}

/** Behind the name of the function. */
function* parseCall(grammar: Grammar, { text, at }: Token): Descent<ExpressionSyntax> {
  const { tokens } = grammar;
  const name = text.toLowerCase();
  tokens.take();
  if (tokens.takeMark(')')) return { kind: 'call', name, operands: [], at };
  if (name === 'count' && tokens.is('operator', '*')) {
    tokens.take();
    expectMark(tokens, ')');
    return { kind: 'call', name, operands: [], at };
  }
  return { kind: 'call', name, operands: yield* answerOf(parseList(grammar, ')')), at };
}

function* parseBracketed(grammar: Grammar, { text, at }: Token): Descent<ExpressionSyntax> {
  const { tokens } = grammar;
  switch (text) {
    case '(': {
      tokens.take();
      if (tokens.isMark(')')) throw notWellFormed('Expression group cannot be empty');
      const elements = yield* answerOf(parseList(grammar, ')'));
      const [only] = elements;
      if (only === undefined || elements.length > 1) return { kind: 'list', elements, at };
      return grouped(only);
    }
    case '[':
      tokens.take();
      return { kind: 'list', elements: yield* answerOf(parseElements(grammar, ']')), at };
    case '<<':
      tokens.take();
      return { kind: 'bag', elements: yield* answerOf(parseElements(grammar, '>>')), at };
    case '{':
      tokens.take();
      return { kind: 'struct', fields: yield* answerOf(parseFields(grammar)), at };
    default:
      throw notWellFormed('Unexpected term');
  }
}

/** What stood in parentheses is not joined to what follows: `(a OR b) OR c` evaluates alike, but frozen it stays apart. */
function grouped(expression: ExpressionSyntax): ExpressionSyntax {
  return expression.kind === 'and' || expression.kind === 'or'
    ? Object.freeze({ ...expression })
    : expression;
}

function* parseElements(grammar: Grammar, end: string): Descent<readonly ExpressionSyntax[]> {
  return grammar.tokens.takeMark(end) ? [] : yield* answerOf(parseList(grammar, end));
}

function* parseFields(grammar: Grammar): Descent<readonly FieldSyntax[]> {
  const { tokens } = grammar;
  if (tokens.takeMark('}')) return [];
  const fields: FieldSyntax[] = [];
  do {
    const key = yield* answerOf(parseExpression(grammar));
    expectMark(tokens, ':');
    fields.push({ key, value: yield* answerOf(parseExpression(grammar)) });
  } while (tokens.takeMark(','));
  expectMark(tokens, '}');
  return fields;
}
