import type { PathElement } from '../../item/document-path.ts';
import { answerOf } from '../../kernel/descent.ts';
import type { Descent } from '../../kernel/descent.ts';
import type { ExpressionKind } from '../expression-fault.ts';
import { FaultPrecedence } from './fault-precedence.ts';
import { useOf } from './functions.ts';
import type { CallSyntax, OperandSyntax, PathSyntax, ValueSyntax } from './nodes.ts';
import { isReserved } from './reserved-words.ts';
import { scanExpression } from './scanner.ts';
import type { Token, TokenKind } from './scanner.ts';
import { syntaxError } from './syntax-error.ts';

/** Source of the three: reference validation.md section 6. */
const OPERATORS_MAX = 300;
/** Counting stops at the first that is too many. */
const TOO_MANY_OPERATORS = `The expression contains too many operators; operator count: ${OPERATORS_MAX + 1}`;
const PATH_DEPTH_MAX = 32;
const INDEX_MAX = 2_147_483_647;

/** A cursor over the tokens of one expression, and the parts that conditions and updates have in common. */
export class OperandParser {
  protected readonly kind: ExpressionKind;
  protected readonly findings: FaultPrecedence;
  /** Operators and functions met so far. */
  protected operatorCount = 0;
  protected readonly names: string[] = [];
  protected readonly values: string[] = [];
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #groupStart = -1;
  #groupEnd = -1;

  constructor(kind: ExpressionKind, text: string) {
    this.kind = kind;
    this.findings = new FaultPrecedence(kind);
    this.#text = text;
    this.#tokens = scanExpression(text);
  }

  /** The first token not yet taken; `ahead` looks further. */
  protected peek(ahead = 0): TokenKind {
    return this.#tokens[this.#at + ahead]?.kind ?? 'eof';
  }

  /** Takes the next token, whatever it is, and answers its text. */
  protected take(): string {
    const token = this.#tokenAt(this.#at);
    if (token.kind !== 'eof') this.#at++;
    return this.#text.slice(token.start, token.end);
  }

  /** Takes the next token if it is of `kind`. */
  protected accept(kind: TokenKind): boolean {
    if (this.peek() !== kind) return false;
    this.#at++;
    return true;
  }

  protected expect(kind: TokenKind): void {
    if (!this.accept(kind)) throw this.syntaxError();
  }

  /** The fault of the next token. */
  protected syntaxError(): Error {
    return syntaxError(this.kind, this.#text, this.#tokens, this.#at);
  }

  /** Throws what was found, the text being complete. */
  protected finish(): void {
    if (this.peek() !== 'eof') throw this.syntaxError();
    if (this.operatorCount > OPERATORS_MAX) this.findings.add('limit', TOO_MANY_OPERATORS);
    this.findings.assertNone();
  }

  /** `( inner )`, noting a pair that directly encloses another pair. */
  protected *parseGroup<T>(inner: () => Descent<T>): Descent<T> {
    const start = this.#at;
    this.expect('(');
    const parsed = yield* answerOf(inner());
    if (this.peek() !== ')') throw this.syntaxError();
    if (this.#groupStart === start + 1 && this.#groupEnd === this.#at - 1) {
      this.findings.add('parentheses', 'The expression has redundant parentheses;');
    }
    this.#groupStart = start;
    this.#groupEnd = this.#at;
    this.#at++;
    return parsed;
  }

  protected *parseOperand(): Descent<OperandSyntax> {
    const kind = this.peek();
    if (kind === '(') return yield* answerOf(this.parseGroup(() => this.parseOperand()));
    if (kind === 'value-placeholder') return this.parseValue();
    if (kind !== 'identifier' || this.peek(1) !== '(') return this.parsePath();
    const call = yield* answerOf(this.parseCall());
    this.noteOperandCall(call);
    return call;
  }

  /** A function where a value is meant. */
  protected noteOperandCall(call: CallSyntax): void {
    if (useOf(call.name) === 'condition') this.noteMisuse(call);
  }

  /** An operand of another function or of arithmetic: a list that was appended to may not be one. */
  protected noteNested(operand: OperandSyntax): OperandSyntax {
    if (operand.kind === 'call' && operand.name === 'list_append') this.noteMisuse(operand);
    return operand;
  }

  protected noteMisuse(call: CallSyntax): void {
    this.findings.add(
      'misused',
      `The function is not allowed to be used this way in an expression; function: ${call.name}`,
    );
  }

  protected *parseCall(): Descent<CallSyntax> {
    const name = this.take();
    this.operatorCount++;
    this.#noteFunction(name);
    const operands: OperandSyntax[] = [];
    this.expect('(');
    do operands.push(this.noteNested(yield* answerOf(this.parseOperand())));
    while (this.accept(','));
    this.expect(')');
    return Object.freeze({ kind: 'call', name, operands: Object.freeze(operands) });
  }

  protected parseValue(): ValueSyntax {
    if (this.peek() !== 'value-placeholder') throw this.syntaxError();
    const placeholder = this.take();
    this.values.push(placeholder);
    return Object.freeze({ kind: 'value', placeholder });
  }

  protected parsePath(): PathSyntax {
    const elements: PathElement[] = [this.#parseName()];
    for (;;) {
      if (this.accept('.')) elements.push(this.#parseName());
      else if (this.accept('[')) elements.push(this.#parseIndex());
      else break;
    }
    if (elements.length > PATH_DEPTH_MAX) {
      const text = 'The document path has too many nesting levels; nesting levels';
      this.findings.add('limit', `${text}: ${elements.length}`);
    }
    return Object.freeze({ kind: 'path', elements: Object.freeze(elements) });
  }

  #parseName(): string {
    const kind = this.peek();
    if (kind === 'name-placeholder') {
      const placeholder = this.take();
      this.names.push(placeholder);
      return placeholder;
    }
    if (kind !== 'identifier') throw this.syntaxError();
    const name = this.take();
    if (isReserved(name)) {
      const text = 'Attribute name is a reserved keyword; reserved keyword';
      this.findings.add('reserved', `${text}: ${name}`);
    }
    return name;
  }

  #parseIndex(): number {
    if (this.peek() !== 'index') throw this.syntaxError();
    const digits = this.take();
    this.expect(']');
    const index = Number(digits);
    if (index > INDEX_MAX) {
      const text = 'List index is not within the allowable range; index';
      this.findings.add('limit', `${text}: [${digits}]`);
    }
    return index;
  }

  #noteFunction(name: string): void {
    const use = useOf(name);
    if (use === 'unknown') {
      this.findings.add('unknown', `Invalid function name; function: ${name}`);
      return;
    }
    const isUpdate = this.kind === 'UpdateExpression';
    if (isUpdate === (use === 'update')) return;
    const place = isUpdate ? 'an update expression' : 'a condition expression';
    this.findings.add('disallowed', `The function is not allowed in ${place}; function: ${name}`);
  }

  #tokenAt(index: number): Token {
    return this.#tokens[index] ?? { kind: 'eof', start: 0, end: 0 };
  }
}
