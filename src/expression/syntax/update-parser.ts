import { answerOf, descend } from '../../kernel/descent.ts';
import type { Descent } from '../../kernel/descent.ts';
import type {
  ActionSyntax,
  ArithmeticSyntax,
  OperandSyntax,
  SetSyntax,
  UpdateSyntax,
} from './nodes.ts';
import { OperandParser } from './operand-parser.ts';

type Section = 'SET' | 'ADD' | 'DELETE' | 'REMOVE';

/** Update expressions: sections in any order, each once. */
export class UpdateParser extends OperandParser {
  readonly #sections = new Set<Section>();

  parse(): UpdateSyntax {
    const actions: ActionSyntax[] = [];
    do {
      const section = this.#parseSection();
      do actions.push(this.#parseAction(section));
      while (this.accept(','));
    } while (this.peek() !== 'eof');
    this.finish();
    return Object.freeze({
      actions: Object.freeze(actions),
      names: Object.freeze(this.names),
      values: Object.freeze(this.values),
    });
  }

  #parseSection(): Section {
    const section = this.peek();
    if (section !== 'SET' && section !== 'ADD' && section !== 'DELETE' && section !== 'REMOVE') {
      throw this.syntaxError();
    }
    this.take();
    if (this.#sections.has(section)) {
      this.findings.add(
        'section',
        `The "${section}" section can only be used once in an update expression;`,
      );
    }
    this.#sections.add(section);
    return section;
  }

  #parseAction(section: Section): ActionSyntax {
    if (section === 'SET') return this.#parseSet();
    const target = this.parsePath();
    if (section === 'REMOVE') return Object.freeze({ kind: 'remove', target });
    const kind = section === 'ADD' ? 'add' : 'delete';
    return Object.freeze({ kind, target, value: this.parseValue() });
  }

  #parseSet(): SetSyntax {
    const target = this.parsePath();
    this.expect('=');
    return Object.freeze({ kind: 'set', target, term: descend(this.#parseTerm()) });
  }

  *#parseTerm(): Descent<OperandSyntax | ArithmeticSyntax> {
    const left = yield* answerOf(this.#parseLeft());
    if (isArithmetic(left)) return left;
    const kind = this.peek();
    if (kind !== '+' && kind !== '-') return left;
    this.take();
    this.operatorCount++;
    this.noteNested(left);
    const right = this.noteNested(yield* answerOf(this.parseOperand()));
    return Object.freeze({ kind, left, right });
  }

  /** In parentheses stands an operand or the whole sum. */
  #parseLeft(): Descent<OperandSyntax | ArithmeticSyntax> {
    if (this.peek() === '(') return this.parseGroup(() => this.#parseTerm());
    return this.parseOperand();
  }
}

function isArithmetic(term: OperandSyntax | ArithmeticSyntax): term is ArithmeticSyntax {
  return term.kind === '+' || term.kind === '-';
}
