/** A member that the object itself has: an attribute may be called `constructor` or `__proto__`. */
export function ownMember<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
