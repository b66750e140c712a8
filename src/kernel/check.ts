/** Checks of values that were read from outside: from a message, or from the disk. */
export type Check<T> = (value: unknown) => value is T;

type Checked<C> = C extends Check<infer T> ? T : never;

export const isText =
  (max = Infinity): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && value.length <= max;

export const isNumber: Check<number> = (value): value is number => Number.isFinite(value);

/** A count, or a position in a log. */
export const isCount: Check<number> = (value): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

export const isFlag: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

export const isOneOf =
  <const V extends string | number>(values: readonly V[]): Check<V> =>
  (value): value is V =>
    (values as readonly unknown[]).includes(value);

export const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value);

export const isListOf =
  <T>(check: Check<T>, max = Infinity): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    // `every` would pass over the holes of a list.
    Array.isArray(value) && value.length <= max && Array.from<unknown>(value).every(check);

export const isMapOf =
  <T>(
    check: Check<T>,
    key: Check<string> = isText(),
    max = Infinity,
  ): Check<Readonly<Record<string, T>>> =>
  (value): value is Readonly<Record<string, T>> => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const entries = Object.entries(value);
    return entries.length <= max && entries.every(([name, each]) => key(name) && check(each));
  };

/** An object with these members; further ones are let pass. */
export const isObjectOf =
  <M extends Readonly<Record<string, Check<unknown>>>>(
    members: M,
  ): Check<{ readonly [K in keyof M]: Checked<M[K]> }> =>
  (value): value is { readonly [K in keyof M]: Checked<M[K]> } => {
    if (typeof value !== 'object' || value === null) return false;
    const object = value as Readonly<Record<string, unknown>>;
    return Object.entries(members).every(([name, check]) => check(object[name]));
  };

/** A check for every member of `T`: of an optional one, that it may be absent. */
export type ChecksOf<T> = {
  readonly [K in keyof T]-?: Check<
    Partial<Pick<T, K>> extends Pick<T, K> ? T[K] | undefined : T[K]
  >;
};

/** As {@link isObjectOf}, where the compiler knows the type and sees that no member is left out. */
export function isA<T>(members: ChecksOf<T>): Check<T> {
  return isObjectOf(members as Readonly<Record<string, Check<unknown>>>) as unknown as Check<T>;
}
