/** The name of an error as people say it; `__type` has the namespace of its shape before it. */
export function errorName(type: string): string {
  return type.slice(type.lastIndexOf('#') + 1);
}
