/** Numbers are compared from -5e9 to 5e9, to 6 decimal places. Source: EventBridge, "Numeric matching"; Event Ruler. */
const LARGEST = 5e9;
const MILLIONTHS = 1e6;

/** Whether EventBridge compares this number as a number. */
export function isComparable(value: number): boolean {
  if (Math.abs(value) > LARGEST) return false;
  return Math.round(value * MILLIONTHS) / MILLIONTHS === value;
}

type Comparison = (value: number, bound: number) => boolean;

const LOWER: Readonly<Record<string, Comparison>> = {
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};
const UPPER: Readonly<Record<string, Comparison>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};
const ALONE: Readonly<Record<string, Comparison>> = {
  ...LOWER,
  ...UPPER,
  '=': (value, bound) => value === bound,
};

/** `["=", n]`, one bound, or a lower bound and then an upper one. Throws a fault as text. */
export function parseNumericRange(
  terms: unknown,
  fault: (text: string) => Error,
): (value: number) => boolean {
  if (!Array.isArray(terms)) throw fault('numeric must be an array');
  const parts = terms as readonly unknown[];
  if (parts.length === 2) return comparison(ALONE, parts[0], parts[1], fault);
  if (parts.length !== 4) throw fault('numeric takes one comparison, or a lower and an upper one');
  const isAbove = comparison(LOWER, parts[0], parts[1], fault);
  const isBelow = comparison(UPPER, parts[2], parts[3], fault);
  if ((parts[1] as number) >= (parts[3] as number))
    throw fault('the lower bound is not below the upper one');
  return (value) => isAbove(value) && isBelow(value);
}

function comparison(
  allowed: Readonly<Record<string, Comparison>>,
  operator: unknown,
  bound: unknown,
  fault: (text: string) => Error,
): (value: number) => boolean {
  const compare =
    typeof operator === 'string' && Object.hasOwn(allowed, operator)
      ? allowed[operator]
      : undefined;
  if (compare === undefined)
    throw fault(`unrecognized numeric operator ${JSON.stringify(operator)}`);
  if (typeof bound !== 'number') throw fault(`value of ${String(operator)} must be numeric`);
  if (!isComparable(bound)) {
    throw fault('numbers must be between -5e9 and 5e9, with up to 6 decimal places');
  }
  return (value) => compare(value, bound);
}
