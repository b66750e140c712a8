import type { ConstraintForm } from './constraint.ts';
import type { EchoText } from './echo-text.ts';
import { atLeast, atMost, complain, serializationError } from './shape.ts';
import type { Complaint, Shape } from './shape.ts';

type ScalarName = 'String' | 'Boolean' | 'Integer' | 'Long';

/** What the parser says of a JSON value that cannot become the scalar. Source: reference validation.md section 3. */
function wrongScalar(value: unknown, wanted: ScalarName): never {
  if (typeof value === 'object') {
    throw serializationError(
      Array.isArray(value)
        ? `Unrecognized collection type class java.lang.${wanted}`
        : 'Start of structure or map found where not expected',
    );
  }
  throw serializationError(`${tokenOf(value)} cannot be converted to ${wanted}`);
}

function tokenOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  if (typeof value === 'string') return 'STRING_VALUE';
  return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
}

/** For the shapes of scalars. */
export function scalarEcho(value: unknown, out: EchoText): void {
  out.add(String(value));
}

function echoOf(value: string | number): (out: EchoText) => void {
  return (out) => {
    scalarEcho(value, out);
  };
}

export interface StringRules {
  readonly min?: number;
  readonly max?: number;
  /** Source of the pattern as AWS prints it; must match the whole text. */
  readonly pattern?: string;
  /** How the empty text is reported that misses both length and pattern; the default is its length alone. */
  readonly empty?: 'length first' | 'pattern first';
  readonly form?: ConstraintForm;
}

export function string(rules: StringRules = {}): Shape<string> {
  const { min = 0, max = Infinity, pattern } = rules;
  const expression = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'u');
  return {
    layout: 'text',
    read: (value, parent, step, failures) => {
      if (typeof value !== 'string') return wrongScalar(value, 'String');
      if (value.length < min || value.length > max || expression?.test(value) === false) {
        for (const fault of stringFaults(value, rules, expression)) {
          complain(failures, parent, step, {
            form: rules.form ?? 'echo',
            echo: echoOf(value),
            ...fault,
          });
        }
      }
      return value;
    },
    echo: scalarEcho,
  };
}

function stringFaults(
  value: string,
  { min = 0, max = Infinity, pattern = '', empty }: StringRules,
  expression: RegExp | undefined,
): readonly Pick<Complaint, 'kind' | 'constraint'>[] {
  const faults: Pick<Complaint, 'kind' | 'constraint'>[] = [];
  if ((value !== '' || empty !== undefined) && expression?.test(value) === false) {
    const constraint = `Member must satisfy regular expression pattern: ${pattern}`;
    faults.push({ kind: 'pattern', constraint });
  }
  if (value.length < min) faults.push({ kind: 'length', constraint: atLeast('length', min) });
  if (value.length > max) faults.push({ kind: 'length', constraint: atMost('length', max) });
  return value === '' && empty === 'length first' ? faults.reverse() : faults;
}

export interface EnumRules {
  /** The value set in the order of the newer form, where that differs. */
  readonly named?: readonly string[];
  readonly form?: ConstraintForm;
}

/** One of `values`, listed in the order AWS prints them. */
export function oneOf<const V extends string>(
  values: readonly V[],
  rules: EnumRules = {},
): Shape<V> {
  const known = new Map<string, V>(values.map((value) => [value, value]));
  const setText = (set: readonly string[]): string =>
    `Member must satisfy enum value set: [${set.join(', ')}]`;
  return {
    layout: 'text',
    read: (value, parent, step, failures) => {
      if (typeof value !== 'string') return wrongScalar(value, 'String');
      const found = known.get(value);
      if (found !== undefined) return found;
      complain(failures, parent, step, {
        kind: 'enum',
        form: rules.form ?? 'echo',
        echo: echoOf(value),
        constraint: setText(values),
        namedConstraint: setText(rules.named ?? values),
      });
      // Never used: a request with failures is refused as a whole.
      return value as V;
    },
    echo: scalarEcho,
  };
}

export interface NumberRules {
  readonly min?: number;
  readonly max?: number;
  readonly form?: ConstraintForm;
}

function wholeNumber(wanted: 'Integer' | 'Long', rules: NumberRules): Shape<number> {
  const { min = -Infinity, max = Infinity, form = 'echo' } = rules;
  // What AWS says of larger numbers is unconfirmed; none of its types holds them.
  const beyond = wanted === 'Integer' ? 2 ** 31 : 2 ** 63;
  return {
    layout: 'number',
    read: (value, parent, step, failures) => {
      if (typeof value !== 'number' || value < -beyond || value >= beyond) {
        return wrongScalar(value, wanted);
      }
      const whole = Math.trunc(value);
      if (whole < min || whole > max) {
        const constraint = whole < min ? atLeast('value', min) : atMost('value', max);
        complain(failures, parent, step, { kind: 'range', form, echo: echoOf(whole), constraint });
      }
      return whole;
    },
    echo: scalarEcho,
  };
}

/** A 32-bit whole number. A fraction is cut off. */
export function integer(rules: NumberRules = {}): Shape<number> {
  return wholeNumber('Integer', rules);
}

/** A 64-bit whole number, exact to 2^53. A fraction is cut off. */
export function long(rules: NumberRules = {}): Shape<number> {
  return wholeNumber('Long', rules);
}

const BOOLEAN_WORDS = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

export function boolean(): Shape<boolean> {
  return {
    layout: 'flag',
    read: (value) => {
      if (typeof value === 'boolean') return value;
      if (typeof value !== 'string') return wrongScalar(value, 'Boolean');
      const word = BOOLEAN_WORDS.get(value.toLowerCase());
      if (word === undefined) throw serializationError('Unexpected token received from parser');
      return word;
    },
    echo: scalarEcho,
  };
}
