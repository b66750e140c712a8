import type { Attributes } from '../item/attributes.ts';

/** Items that expired longer ago than this stay. Source: semantics.md section 9. */
const TOO_OLD_SECONDS = 5 * 365.25 * 86_400;

/** When an item expires, in seconds since 1970: the number in its attribute `name`. Undefined where it never does. */
export function expirySeconds(item: Attributes, name: string): number | undefined {
  const value = item.find(name);
  if (value === undefined || !('N' in value)) return undefined;
  const seconds = Number(value.N);
  return seconds > 0 ? seconds : undefined;
}

/** Whether an item that expires then is due for deletion. */
export function isExpired(seconds: number | undefined, nowSeconds: number): boolean {
  if (seconds === undefined) return false;
  return seconds < nowSeconds && seconds > nowSeconds - TOO_OLD_SECONDS;
}
