/** Deeper than anything that is kept, and shallow enough for any stack. */
const LEVELS_MAX = 100;

/** The JSON text of a value that nobody has checked, for messages; what lies too deep in it reads `null`. */
export function jsonEcho(value: unknown): string {
  return JSON.stringify(cutBelow(value, LEVELS_MAX));
}

function cutBelow(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return null;
  if (Array.isArray(value)) return value.map((each) => cutBelow(each, levels - 1));
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([name, each]) => [name, cutBelow(each, levels - 1)]));
}
