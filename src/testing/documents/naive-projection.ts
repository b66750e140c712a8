import type { Members, Path, Value } from './values.ts';

/* Projections as semantics.md section 3 has them: by walking the whole document and asking of each part whether it was named. */

/** Whether two of the paths cannot stand in one expression: one leads into the other, or they disagree on what a place is. */
export function areAtOdds(paths: readonly Path[]): boolean {
  return paths.some((one, i) => paths.slice(i + 1).some((two) => collide(one, two)));
}

function collide(one: Path, two: Path): boolean {
  const at = one.findIndex((step, i) => step !== two[i]);
  if (at < 0 || at >= two.length) return true;
  return typeof one[at] !== typeof two[at];
}

/** The named parts of the item. */
export function projected(item: Members, paths: readonly Path[]): Members {
  return projectedMembers(item, paths, []);
}

function projectedMembers(members: Members, paths: readonly Path[], here: Path): Members {
  const kept = new Map<string, Value>();
  for (const [name, value] of members) {
    const part = projectedPart(value, paths, [...here, name]);
    if (part !== undefined) kept.set(name, part);
  }
  return kept;
}

function projectedPart(value: Value, paths: readonly Path[], here: Path): Value | undefined {
  if (paths.some((path) => path.length === here.length && leadsTo(path, here))) return value;
  if (value.type === 'M') {
    const members = projectedMembers(value.members, paths, here);
    return members.size === 0 ? undefined : { type: 'M', members };
  }
  if (value.type !== 'L') return undefined;
  const elements = value.elements
    .map((element, index) => projectedPart(element, paths, [...here, index]))
    .filter((element) => element !== undefined);
  return elements.length === 0 ? undefined : { type: 'L', elements };
}

function leadsTo(path: Path, here: Path): boolean {
  return here.every((step, i) => path[i] === step);
}
