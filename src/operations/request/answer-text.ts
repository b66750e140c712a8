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

/**
 * An answer of `Items` and further members. Put together in one go: pages of items are long texts, and each step between would
 * copy them once more.
 */
export function itemsText(
  texts: readonly string[],
  others: Readonly<Record<string, string | undefined>>,
): string {
  const rest = objectText(others);
  const end = rest === '{}' ? ']}' : `],${rest.slice(1)}`;
  const last = texts.length - 1;
  if (last < 0) return `{"Items":[${end}`;
  const parts = [...texts];
  parts[0] = `{"Items":[${parts[0] as string}`;
  parts[last] = (parts[last] as string) + end;
  return parts.join(',');
}

/** An answer of `Responses`, which are the items of each table, and further members: put together in one go as well. */
export function responsesText(
  tables: Readonly<Record<string, readonly string[]>>,
  others: Readonly<Record<string, string | undefined>>,
): string {
  const parts: string[] = [];
  let between = '{"Responses":{';
  for (const [name, texts] of Object.entries(tables)) {
    between += `${JSON.stringify(name)}:[`;
    for (const text of texts) {
      parts.push(between, text);
      between = ',';
    }
    between = texts.length > 0 ? '],' : `${between}],`;
  }
  const end = between.endsWith(',') ? between.slice(0, -1) : between;
  const rest = objectText(others);
  parts.push(rest === '{}' ? `${end}}}` : `${end}},${rest.slice(1)}`);
  return parts.join('');
}

/** A value as JSON text, undefined staying undefined. */
export function jsonText(value: object | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
