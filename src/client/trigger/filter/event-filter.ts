import { matchesPattern } from './match-pattern.ts';
import { parsePattern } from './parse-pattern.ts';

/** An event pattern in EventBridge's syntax, as an object or as JSON text. */
export type FilterPattern = string | Readonly<Record<string, unknown>>;

/** Lambda's quota of filters for one event source mapping. */
const MOST_PATTERNS = 5;

/** An event passes when one of the patterns matches it, or when there are none. Throws a `TypeError` for a bad pattern. */
export function eventFilter(patterns: readonly FilterPattern[]): (event: unknown) => boolean {
  if (patterns.length > MOST_PATTERNS) {
    throw new TypeError(`A trigger takes up to ${MOST_PATTERNS} filter patterns`);
  }
  if (patterns.length === 0) return () => true;
  const nodes = patterns.map(parsePattern);
  return (event) => nodes.some((node) => matchesPattern(node, event));
}
