/** Functions that are a condition by themselves. */
const CONDITION_FUNCTIONS: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
]);

/** Functions that stand for a value of a SET. */
const UPDATE_FUNCTIONS: ReadonlySet<string> = new Set(['if_not_exists', 'list_append']);

export type FunctionUse = 'condition' | 'condition-operand' | 'update' | 'unknown';

/** Where a function may stand. Names are case-sensitive. */
export function useOf(name: string): FunctionUse {
  if (CONDITION_FUNCTIONS.has(name)) return 'condition';
  if (name === 'size') return 'condition-operand';
  return UPDATE_FUNCTIONS.has(name) ? 'update' : 'unknown';
}
