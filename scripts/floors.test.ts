import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BESIDE, FILES_MAX, FLOORS, HOSTLESS, ONE_KIND, ROOMS, WEB_FLOORS } from './floors.mjs';

const foldersIn = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(`${path}/${entry.name}`).length > 0)
    .map(({ name }) => name)
    .sort();

it('every folder of src/ has its floor, or stands beside them', () => {
  expect(foldersIn('src')).toEqual([...FLOORS.flat(), ...BESIDE].sort());
});

it('every folder of web/ has its floor', () => {
  expect(foldersIn('web').filter((name) => name !== 'public')).toEqual([...WEB_FLOORS].sort());
});

it.each(Object.entries(ROOMS))('every room of %s has its floor', (folder, rooms) => {
  expect(foldersIn(folder)).toEqual(rooms.flat().sort());
});

it('what knows no host is compiled without one', () => {
  const { include } = JSON.parse(readFileSync('tsconfig.core.json', 'utf8')) as {
    readonly include: readonly string[];
  };
  expect([...include].sort()).toEqual(HOSTLESS.map((folder) => `src/${folder}`).sort());
});

it('a folder of many source files has subfolders', () => {
  const crowded: string[] = [];
  const visit = (path: string): void => {
    const sources = readdirSync(path).filter(
      (name) => /\.(m?ts|tsx|mjs|svelte)$/.test(name) && !/\.(test|bench|contract)\.ts$/.test(name),
    );
    if (sources.length > FILES_MAX && !ONE_KIND.includes(path)) crowded.push(path);
    for (const folder of foldersIn(path)) visit(`${path}/${folder}`);
  };
  for (const root of ['src', 'web', 'worker', 'bench', 'scripts', 'e2e', 'docs/examples'])
    visit(root);
  expect(crowded).toEqual([]);
});

it('a test is named after the file beside it, or stands in a folder of scenarios', () => {
  const SCENARIOS = /^(src\/testing|scripts\/house)\//;
  const strays: string[] = [];
  const visit = (path: string): void => {
    const names = readdirSync(path);
    for (const name of names) {
      const subject = /^([\w-]+)(?:\.\w+)*\.test\.ts$/.exec(name)?.[1];
      if (subject === undefined || SCENARIOS.test(`${path}/`)) continue;
      const isThere = ['.ts', '.svelte', '.svelte.ts', '.mjs'].some((end) =>
        names.includes(subject + end),
      );
      if (!isThere) strays.push(`${path}/${name}`);
    }
    for (const folder of foldersIn(path)) visit(`${path}/${folder}`);
  };
  for (const root of ['src', 'web', 'worker', 'scripts']) visit(root);
  expect(strays).toEqual([]);
});
