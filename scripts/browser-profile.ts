/** Folders in which browsers keep their profiles, made for one run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function newProfile(label: string): string {
  return mkdtempSync(join(tmpdir(), `hashrange-${label}-`));
}

/** A browser's last processes write into its profile for a moment after it has closed: the folder is emptied again until it stays empty. */
export function removeProfile(profile: string): void {
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
