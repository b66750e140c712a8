/**
 * Answers are put together as JSON text, so that stored items pass through unparsed.
 */

/** A JSON object of members whose values are JSON text already; undefined members are left out. */
export function objectText(members: Readonly<Record<string, string | undefined>>): string {
  let text = '';
  for (const name of Object.keys(members)) {
    const value = members[name];
    if (value === undefined) continue;
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${value}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

export function arrayText(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}

/** A value as JSON text, undefined staying undefined. */
export function jsonText(value: object | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
