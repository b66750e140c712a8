/** Checks of what comes from outside: any script of the page's origin may post anything. */
export type Check<T> = (value: unknown) => value is T;

type Checked<C> = C extends Check<infer T> ? T : never;

/** 2100-01-01: a later clock than this is nobody's. Bounds how far a message can move ours. */
const STAMP_MAX = Date.UTC(2100, 0, 1) * 1024;
const REGION = /^[a-z0-9-]{1,64}$/;

export const isText =
  (max: number): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && value.length <= max;

export const isRegion: Check<string> = (value): value is string =>
  typeof value === 'string' && REGION.test(value);

/** A count, or a position in a log. */
export const isCount: Check<number> = (value): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

export const isStamp: Check<number> = (value): value is number =>
  isCount(value) && value <= STAMP_MAX;

export const isFlag: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

export const isOneOf =
  <const V extends string>(values: readonly V[]): Check<V> =>
  (value): value is V =>
    (values as readonly unknown[]).includes(value);

export const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value);

export const isListOf =
  <T>(check: Check<T>, max: number): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    // `every` would pass over the holes of a list.
    Array.isArray(value) && value.length <= max && Array.from<unknown>(value).every(check);

export const isMapOf =
  <T>(check: Check<T>, key: Check<string>, max: number): Check<Readonly<Record<string, T>>> =>
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
