/**
 * `npm run public-types` writes `docs/public-types.txt` from the declarations that the build has left: what each entry of the package exports,
 * in one text to review. `npm run public-types:check` fails where that text is another one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Declared } from './declarations.ts';
import { Declarations } from './declarations.ts';

const BUILT = fileURLToPath(new URL('../../dist/types', import.meta.url));
const SNAPSHOT = new URL('../../docs/public-types.txt', import.meta.url);

/** The worker runs by itself: nothing is imported from it. */
const ENTRIES = {
  hashrange: 'src/client/entry/index.ts',
  'hashrange/external': 'src/client/entry/external.ts',
  'hashrange/memory': 'src/memory/index.ts',
  'hashrange/vite': 'src/vite/index.ts',
  'hashrange/worker': undefined,
};

const HEAD = `What the entries of the package export: their names and what is declared in the entry itself, then every type that
several may share, then the types that those name and nobody can import by name. A class's constructor is the library's own.
Written by npm run public-types.
`;

const byId = (one: Declared, other: Declared): number =>
  one.name === other.name ? compare(one.id, other.id) : compare(one.name, other.name);
/** By code units, on every machine alike. */
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const textOf = (all: readonly Declared[]): string =>
  [...all]
    .sort(byId)
    .map(({ texts }) => texts.join('\n'))
    .join('\n\n');

const titled = (title: string, text: string): string => `\n===== ${title} =====\n\n${text}\n`;

/** All that `from` names, and what that names. */
function reachedFrom(declarations: Declarations, from: readonly Declared[]): readonly Declared[] {
  const found = new Map(from.map((each) => [each.id, each]));
  for (const { names } of found.values())
    for (const id of names) if (!found.has(id)) found.set(id, declarations.get(id));
  return [...found.values()];
}

function publicTypes(): string {
  const declarations = new Declarations(BUILT);
  const shared = new Map<string, Declared>();
  const own: Declared[] = [];
  const entries = Object.entries(ENTRIES).map(([entry, file]) => {
    const exported =
      file === undefined ? new Map<string, Declared>() : declarations.exportsOf(file);
    const isOwn = ({ id }: Declared): boolean => id.startsWith(`${file ?? ''}#`);
    const here = [...exported.values()].filter(isOwn);
    own.push(...here);
    for (const each of exported.values()) if (!isOwn(each)) shared.set(each.id, each);
    const names = [...exported.keys()].sort(compare).join('\n');
    return titled(entry, [names, textOf(here)].filter((part) => part !== '').join('\n\n'));
  });
  const known = [...own, ...shared.values()];
  const reached = reachedFrom(declarations, known).filter((each) => !known.includes(each));
  return [
    HEAD,
    ...entries,
    titled('exported by several', textOf([...shared.values()])),
    titled('named by those', textOf(reached)),
  ].join('');
}

const now = publicTypes();
if (!process.argv.includes('--check')) {
  writeFileSync(SNAPSHOT, now);
} else if (now !== readFileSync(SNAPSHOT, 'utf8')) {
  console.error(
    'The public types are others than docs/public-types.txt says: npm run public-types shows how.',
  );
  process.exitCode = 1;
}
