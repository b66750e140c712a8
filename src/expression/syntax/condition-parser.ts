import { answerOf, descend } from '../../kernel/descent.ts';
import type { Descent } from '../../kernel/descent.ts';
import type { Comparator } from '../condition-nodes.ts';
import { useOf } from './functions.ts';
import type { ConditionSyntax, OperandSyntax } from './nodes.ts';
import { OperandParser } from './operand-parser.ts';
import type { TokenKind } from './scanner.ts';

/** Source: reference validation.md section 6. */
const IN_OPERANDS_MAX = 100;

/** An operand may turn out to be the left side of a comparison: in parentheses the two look alike. */
type Term = OperandSyntax | ConditionSyntax;

/**
 * Condition, filter and key condition expressions: comparisons and functions bind tighter than NOT, NOT than AND, AND
 * than OR.
 */
export class ConditionParser extends OperandParser {
  parse(): ConditionSyntax {
    const condition = this.#asCondition(descend(this.#parseOr()));
    this.finish();
    return condition;
  }

  #parseOr(): Descent<Term> {
    return this.#parseChain('OR', 'or', () => this.#parseAnd());
  }

  #parseAnd(): Descent<Term> {
    return this.#parseChain('AND', 'and', () => this.#parseNot());
  }

  *#parseChain(
    word: 'AND' | 'OR',
    kind: 'and' | 'or',
    parseLink: () => Descent<Term>,
  ): Descent<Term> {
    const first = yield* answerOf(parseLink());
    if (this.peek() !== word) return first;
    const conditions = [this.#asCondition(first)];
    while (this.accept(word)) {
      this.operatorCount++;
      conditions.push(this.#asCondition(yield* answerOf(parseLink())));
    }
    return Object.freeze({ kind, conditions: Object.freeze(conditions) });
  }

  *#parseNot(): Descent<Term> {
    let count = 0;
    while (this.accept('NOT')) count++;
    this.operatorCount += count;
    let term = yield* answerOf(this.#parsePredicate());
    // An even number of NOTs is none: a chain of them must not nest. A key condition may not even have those.
    if (count > 0) term = this.#asCondition(term);
    if (count % 2 === 1 || (count > 0 && this.kind === 'KeyConditionExpression')) {
      term = Object.freeze({ kind: 'not', condition: this.#asCondition(term) });
    }
    return term;
  }

  *#parsePredicate(): Descent<Term> {
    const term = yield* answerOf(this.#parseTerm());
    if (!isOperand(term)) return term;
    const kind = this.peek();
    if (isComparator(kind))
      return yield* answerOf(this.#parseComparison(this.#asOperand(term), kind));
    if (kind === 'BETWEEN') return yield* answerOf(this.#parseBetween(this.#asOperand(term)));
    if (kind === 'IN') return yield* answerOf(this.#parseIn(this.#asOperand(term)));
    return term;
  }

  #parseTerm(): Descent<Term> {
    if (this.peek() === '(') return this.parseGroup(() => this.#parseOr());
    if (this.peek() === 'identifier' && this.peek(1) === '(') return this.parseCall();
    return this.parseOperand();
  }

  *#parseComparison(left: OperandSyntax, comparator: Comparator): Descent<ConditionSyntax> {
    this.take();
    this.operatorCount++;
    const right = yield* answerOf(this.parseOperand());
    return Object.freeze({ kind: 'comparison', comparator, left, right });
  }

  *#parseBetween(operand: OperandSyntax): Descent<ConditionSyntax> {
    this.take();
    this.operatorCount++;
    const lower = yield* answerOf(this.parseOperand());
    this.expect('AND');
    const upper = yield* answerOf(this.parseOperand());
    return Object.freeze({ kind: 'between', operand, lower, upper });
  }

  *#parseIn(operand: OperandSyntax): Descent<ConditionSyntax> {
    this.take();
    this.operatorCount++;
    this.expect('(');
    const candidates: OperandSyntax[] = [];
    do candidates.push(yield* answerOf(this.parseOperand()));
    while (this.accept(','));
    this.expect(')');
    if (candidates.length > IN_OPERANDS_MAX) {
      const text = 'The IN operator is provided with too many operands; number of operands';
      this.findings.add('limit', `${text}: ${candidates.length}`);
    }
    return Object.freeze({ kind: 'in', operand, candidates: Object.freeze(candidates) });
  }

  /** A term where a condition is meant: a lone path or value is the beginning of something that never came. */
  #asCondition(term: Term): ConditionSyntax {
    if (term.kind === 'path' || term.kind === 'value') throw this.syntaxError();
    if (term.kind === 'call' && useOf(term.name) === 'condition-operand') this.noteMisuse(term);
    return term;
  }

  #asOperand(term: OperandSyntax): OperandSyntax {
    if (term.kind === 'call') this.noteOperandCall(term);
    return term;
  }
}

function isOperand(term: Term): term is OperandSyntax {
  return term.kind === 'path' || term.kind === 'value' || term.kind === 'call';
}

function isComparator(kind: TokenKind): kind is Comparator {
  switch (kind) {
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return true;
    default:
      return false;
  }
}
