/** Leaves of the emitted declarations those that the entries come to: the others describe what nobody can import. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const IMPORTED = /(?:from|import)[\s(]*['"](\.[^'"]+)\.ts['"]/g;

/** All of this package's declarations that `entries` need, themselves included. */
function reachableFrom(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set(entries.map((entry) => resolve(entry)));
  for (const file of found) {
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(IMPORTED))
      found.add(resolve(dirname(file), `${target}.d.ts`));
  }
  return found;
}

/** Deletes what `entries` do not need from `directory`. Throws when something that they need is missing. */
export function pruneTypes(directory: string, entries: readonly string[]): void {
  const needed = reachableFrom(entries);
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const file = resolve(join(entry.parentPath, entry.name));
    if (entry.isFile() && !needed.has(file)) rmSync(file);
  }
}
