import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/*
 * Comments and documents cite `docs/reference` by file and section ("api-surface.md sections 4 and 5a"), by file and heading
 * ("api-surface.md, DynamoDB Streams") or by file and mark ("platform.md, B8 and J3"), and decisions by number ("ADR 23").
 */

const REFERENCE = 'docs/reference';
const NUMBER = /[0-9]+(?:\.[0-9]+)?[a-z]?\b/.source;
const LIST = `${NUMBER}(?:(?:, | and | to |-)${NUMBER})*`;
const MARKS = /[A-Z][0-9]*\b(?:(?:, | and )[A-Z][0-9]*\b)*/.source;
const NAME = /[A-Z][a-z]\w+(?: [A-Z]\w+)*/.source;

const FILE = /(?<![\w.\-/])(?:docs\/reference\/|\.\.\/reference\/)?([a-z-]+)\.md/.source;
const AFTER_FILE = `(?:\`?\\)?,? (?:(?:sections? )?(${LIST})|(?<=, )(?:(${MARKS})(?!\\w)|(${NAME}))))?`;
const CITATION = new RegExp(`${FILE}${AFTER_FILE}|\\b[Ss]ections? (${LIST})`, 'g');
const DECISION = /\bADRs? ([0-9]+(?:(?:, | and )[0-9]+)*)/g;
const DESIGN = /\b(?:decision|architecture),? D?[0-9]+|\(D[0-9]+\)/gi;

const partsOf = (list: string): readonly string[] => list.split(/, | and | to |-/);

/** What can be cited of a reference file: numbers of sections, headings, marks. */
function placesIn(file: string): ReadonlySet<string> {
  const text = readFileSync(`${REFERENCE}/${file}.md`, 'utf8');
  const headings = [...text.matchAll(/^#{2,} (?:([0-9.]*[0-9][a-z]?|[A-Z](?=\.))\.? )?(.*)$/gm)];
  const marks = [...text.matchAll(/^(?:\| |- \*\*)([A-Z][0-9]+)(?: \||\.\*\*)/gm)];
  return new Set([...headings, ...marks].flatMap(([, ...names]) => names));
}

const places = new Map(
  readdirSync(REFERENCE)
    .filter((name) => name !== 'README.md')
    .map((name) => name.slice(0, -'.md'.length))
    .map((name) => [name, placesIn(name)] as const),
);

const decisions = readdirSync('docs/decisions').map((name) => Number(name.slice(0, 4)));

const cited = execFileSync('git', [
  'ls-files',
  ...['README.md', 'src', 'worker', 'web', 'e2e', 'scripts', 'bench', 'docs'],
]);
/** Texts with each comment on one line, by file. */
const texts = cited
  .toString()
  .split('\n')
  .filter((name) => /\.(?:ts|mjs|svelte|md)$/.test(name) && existsSync(name))
  .map((name) => [name, readFileSync(name, 'utf8').replace(/\n\s*(?:\*|\/\/)? */g, ' ')] as const);

/** Citations of `text` that lead nowhere. A section without a file is of the file that was named last. */
function unresolved(name: string, text: string): readonly string[] {
  const own = name.startsWith(`${REFERENCE}/`) ? /([\w-]+)\.md$/.exec(name)?.[1] : undefined;
  let last = own;
  const found: string[] = [];
  for (const [whole, file, sections, marks, heading, bare] of text.matchAll(CITATION)) {
    if (file !== undefined && existsSync(`docs/${file}.md`)) continue;
    const at = file ?? last;
    last = own ?? at;
    const wanted = [sections, marks, bare].flatMap((list) => partsOf(list ?? '')).filter(Boolean);
    if (heading !== undefined) wanted.push(heading);
    const there = places.get(at ?? '');
    if (there === undefined || !wanted.every((place) => there.has(place))) found.push(whole);
  }
  return found;
}

it('every section of the reference that is cited is there', () => {
  const lost = texts.flatMap(([name, text]) =>
    unresolved(name, text).map((citation) => `${name}: ${citation}`),
  );
  expect(lost).toEqual([]);
});

it('every decision that is cited is there, by its number', () => {
  const lost = texts.flatMap(([name, text]) => {
    const numbers = [...text.matchAll(DECISION)].flatMap(([, list = '']) => partsOf(list));
    const unknown = numbers.filter((number) => !decisions.includes(Number(number)));
    const others = [...text.matchAll(DESIGN)].map(([whole]) => whole);
    return [...unknown.map((number) => `ADR ${number}`), ...others].map((one) => `${name}: ${one}`);
  });
  expect(lost).toEqual([]);
});

it('no two decisions have one number', () => {
  expect(decisions.filter((number, at) => decisions.indexOf(number) !== at)).toEqual([]);
});
