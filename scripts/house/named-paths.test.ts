import { existsSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Where a path may begin that a text names: `router/router.ts` is short for what lies in `src/`. */
const ROOTS = ['', 'src/', 'src/client/', 'src/region/', 'src/testing/'];

const WHOLE = /`((?:src|web|worker|e2e|bench|scripts|docs)\/[\w./{},-]+)`/g;
const SHORT = /(?<![\w/.{-])((?:[a-z-]+\/)+(?:[\w.-]+|\{[\w,-]+\})\.ts)\b/g;

/** `a/{b,c}.ts` is two paths. */
function spread(path: string): readonly string[] {
  const [, before, names, after] = /^(.*)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  if (names === undefined) return [path];
  return names.split(',').map((name) => `${String(before)}${name}${String(after)}`);
}

const isThere = (path: string): boolean => ROOTS.some((root) => existsSync(root + path));

it('every path that a document or a comment names is there', () => {
  const listed = execFileSync('git', ['ls-files', '*.md', '*.ts', '*.svelte', '*.mjs']).toString();
  const missing: string[] = [];
  for (const file of listed.split('\n').filter((name) => existsSync(name))) {
    const text = readFileSync(file, 'utf8');
    const named = [...text.matchAll(WHOLE), ...(file.endsWith('.md') ? text.matchAll(SHORT) : [])];
    for (const path of named.flatMap(([, path]) => spread(path ?? ''))) {
      if (!isThere(path)) missing.push(`${file}: ${path}`);
    }
  }
  expect(missing).toEqual([]);
});
