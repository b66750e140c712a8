import { attributeNameBytes } from '../item/attribute-name.ts';
import { canonicalStringSet, checkWellFormed } from '../item/canonical-set.ts';
import { levelsOf, MAX_LEVELS, NESTED_TOO_DEEP } from '../item/nesting.ts';
import { compareNumbers, parseNumber } from '../item/number.ts';
import { invalidValue, ValueFault } from '../item/value-fault.ts';
import { emptyAttributes } from '../wire/attribute-value.ts';
import type { AttributeValue, Item } from '../wire/attribute-value.ts';
import { getParameter } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type {
  ExpressionSyntax,
  FieldSyntax,
  NumberSyntax,
  SequenceSyntax,
  StructSyntax,
} from './syntax/nodes.ts';
import { faultAt } from './syntax/statement-fault.ts';

/** Where in a value a literal stands, as messages write it: `root.x[1]`. `levels` is how deep that is. */
interface Place {
  readonly text: string;
  readonly levels: number;
}

const ROOT: Place = { text: 'root', levels: 1 };

const LITERALS: ReadonlySet<ExpressionSyntax['kind']> = new Set<ExpressionSyntax['kind']>([
  'number',
  'string',
  'boolean',
  'null',
  'parameter',
  'list',
  'bag',
  'struct',
]);

/** Whether an expression is a value of its own: a literal or a parameter. */
export function isLiteral(expression: ExpressionSyntax): boolean {
  return LITERALS.has(expression.kind);
}

/**
 * The value of a literal or a parameter, in canonical form. Throws `ValueFault` for everything else, and for what cannot be
 * kept. Source: reference semantics.md section 7, validation.md sections 4 and 11.
 */
export function valueOfLiteral(
  expression: ExpressionSyntax,
  parameters: Parameters,
): AttributeValue {
  return valueAt(expression, parameters, ROOT);
}

/** The item of an INSERT: the places of its attributes begin anew at each. */
export function itemOfStruct({ fields }: StructSyntax, parameters: Parameters): Item {
  return attributesOf(fields, ROOT, (field) => valueAt(field.value, parameters, ROOT));
}

function valueAt(
  expression: ExpressionSyntax,
  parameters: Parameters,
  place: Place,
): AttributeValue {
  if (place.levels > MAX_LEVELS) {
    throw new ValueFault(`Nesting Levels have exceeded supported limits under ${place.text}`);
  }
  switch (expression.kind) {
    case 'number':
      return { N: numberAt(expression, place) };
    case 'string':
      checkWellFormed(expression.text);
      return { S: expression.text };
    case 'boolean':
      return { BOOL: expression.value };
    case 'null':
      return { NULL: true };
    case 'parameter':
      return parameterAt(getParameter(parameters, expression.index), place);
    case 'list':
      return {
        L: expression.elements.map((element, i) =>
          valueAt(element, parameters, below(place, `[${i}]`)),
        ),
      };
    case 'bag':
      return setAt(expression, parameters, place);
    case 'struct':
      return {
        M: attributesOf(expression.fields, place, ({ value }, name) =>
          valueAt(value, parameters, below(place, `.${name}`)),
        ),
      };
    default: {
      const text = `Unsupported data type: ${nameOf(expression)} under key ${place.text}`;
      throw faultAt(text, expression.at);
    }
  }
}

function below(place: Place, step: string): Place {
  return { text: place.text + step, levels: place.levels + 1 };
}

/** As messages call what is no value. */
function nameOf(expression: ExpressionSyntax): string {
  switch (expression.kind) {
    case 'path':
      return expression.steps.length === 1 ? expression.steps[0].name : 'Path';
    case 'call':
      return expression.name;
    case 'binary':
    case 'unary':
      return expression.operator;
    case 'statement':
      return expression.statement.kind.toUpperCase();
    default:
      return expression.kind.toUpperCase();
  }
}

const ZERO_WITH_FRACTION = /^-0*(?:\.0*|0*[eE].*|\.0*[eE].*)$/;

function numberAt({ text, at }: NumberSyntax, place: Place): string {
  if (ZERO_WITH_FRACTION.test(text)) {
    throw faultAt(`Negative zero decimal is not supported under key ${place.text}`, at);
  }
  try {
    return parseNumber(text, 'older');
  } catch (fault) {
    if (!(fault instanceof ValueFault)) throw fault;
    throw new ValueFault(`${fault.message} under ${place.text}`);
  }
}

/** A parameter inside a literal takes its levels along. */
function parameterAt(value: AttributeValue, place: Place): AttributeValue {
  if (place.levels > 1 && place.levels - 1 + levelsOf(value) > MAX_LEVELS) {
    throw new ValueFault(NESTED_TOO_DEEP);
  }
  return value;
}

const NO_SET_MEMBER =
  'Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags';

function setAt({ elements }: SequenceSyntax, parameters: Parameters, place: Place): AttributeValue {
  if (elements.length === 0) throw new ValueFault('Empty bags are not supported');
  const strings: string[] = [];
  const numbers: string[] = [];
  for (const element of elements) {
    const isMember = ['number', 'string', 'parameter'].includes(element.kind);
    const value = isMember ? valueAt(element, parameters, place) : undefined;
    if (value !== undefined && 'S' in value) strings.push(value.S);
    else if (value !== undefined && 'N' in value) numbers.push(value.N);
    else throw faultAt(NO_SET_MEMBER, element.at);
  }
  if (numbers.length === 0) return { SS: canonicalStringSet(strings, 'older') };
  if (strings.length > 0) throw new ValueFault(NO_SET_MEMBER);
  return { NS: numberSet(numbers, elements, place) };
}

/** Members are compared by value and reported as they were written. */
function numberSet(
  numbers: readonly string[],
  written: readonly ExpressionSyntax[],
  place: Place,
): readonly string[] {
  if (new Set(numbers).size === numbers.length) return numbers.toSorted(compareNumbers);
  const texts = written.map((each, i) => (each.kind === 'number' ? each.text : numbers[i]));
  throw invalidValue(
    `Input collection [${texts.join(', ')}] contains duplicates! under ${place.text}`,
  );
}

function attributesOf(
  fields: readonly FieldSyntax[],
  place: Place,
  valueOf: (field: FieldSyntax, name: string) => AttributeValue,
): Item {
  const attributes = emptyAttributes();
  for (const field of fields) {
    const { key } = field;
    if (key.kind !== 'string') {
      const actual = TYPE_NAMES[key.kind] ?? key.kind.toUpperCase();
      const text = `Tuple keys must be of type String. Actual type: ${actual} under ${place.text}`;
      throw faultAt(text, key.at);
    }
    const name = key.text;
    if (name === '') throw new ValueFault('Path component cannot be an empty string');
    attributeNameBytes(name);
    if (Object.hasOwn(attributes, name)) {
      throw faultAt(`Duplicate keys in tuple. Key: ${name} under ${place.text}`, key.at);
    }
    attributes[name] = valueOf(field, name);
  }
  return attributes;
}

const TYPE_NAMES: Readonly<Partial<Record<ExpressionSyntax['kind'], string>>> = {
  path: 'VariableReference',
  number: 'INT',
  parameter: 'Parameter',
};
