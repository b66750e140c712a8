import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where a profile of Chromium keeps IndexedDB, a folder or two an origin. */
const STORED = 'Default/IndexedDB';

/** Bytes of the files in which the profile keeps IndexedDB of the origin whose host begins with `label`. */
export function diskBytes(profile: string, label: string): number {
  const folder = join(profile, STORED);
  const own = readdirSync(folder).filter((name) => name.includes(`_${label}.localhost_`));
  return own.reduce((sum, name) => sum + bytesBelow(join(folder, name)), 0);
}

function bytesBelow(path: string): number {
  // A file may go while it is looked at.
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) return stat?.size ?? 0;
  return readdirSync(path).reduce((sum, name) => sum + bytesBelow(join(path, name)), 0);
}
