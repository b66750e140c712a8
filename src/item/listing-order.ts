const ZERO = 0x30;
const NINE = 0x39;

/**
 * Whether an object may list an attribute of that name before others that were there first: names that are array indexes come
 * first, by value, and all of them begin with a digit. Every other name stands where it was put.
 */
export function mayBeListedFirst(name: string): boolean {
  const unit = name.charCodeAt(0);
  return unit >= ZERO && unit <= NINE;
}
