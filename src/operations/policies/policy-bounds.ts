/** What keeps a policy for everyone from being public. Source: reference access.md section 10, public access. */
import type { JsonObject } from '../../wire/shapes/collections.ts';
import { listOf } from './policy-principal.ts';

/** Keys that tell who calls, or for whom. */
const KEYS =
  /^aws:(principal(account|arn|orgid|orgpaths|servicename(slist)?)|source(account|arn|vpce?|orgid|orgpaths)|userid)$/i;
const IS_SERVICE = /^aws:principalisawsservice$/i;
/** Operators that want a value: not those that hold where a key is missing. */
const WANTED = /^(foranyvalue:)?(stringequals(ignorecase)?|stringlike|arnequals|arnlike)$/i;

/** Whether a condition lets in those alone who have a fixed value, without a wildcard or a variable, of one of these keys. */
export function isBounded(condition: unknown): boolean {
  return membersOf(condition).some(([operator, keys]) =>
    membersOf(keys).some(([key, values]) => {
      if (IS_SERVICE.test(key)) return /^bool$/i.test(operator) && listOf(values).every(isTrue);
      return WANTED.test(operator) && KEYS.test(key) && listOf(values).every(isFixed);
    }),
  );
}

function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value as JsonObject) : [];
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function isFixed(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !/[*?]|\$\{/.test(value);
}
