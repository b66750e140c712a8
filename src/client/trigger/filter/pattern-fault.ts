/** A pattern that is refused, and where in it the fault lies. */
export function patternFault(path: readonly string[], fault: string): TypeError {
  return new TypeError(
    `Invalid filter pattern${path.length > 0 ? ` at ${path.join('.')}` : ''}: ${fault}`,
  );
}
