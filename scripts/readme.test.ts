import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withExamples } from './readme.ts';

const root = new URL('../', import.meta.url);
const readText = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const readme = readText('README.md');

/** Blocks of code, by the file under `docs/examples/` that the comment above them names. */
const examplesShown = [
  ...readme.matchAll(/(?:<!-- docs\/examples\/(\S+) -->\n)?^```(\w*)\n[^]*?^```$/gm),
].flatMap(([, example, language]) => (language === '' ? [] : [example]));

/** Headings as GitHub names them in addresses. */
function anchorsOf(markdown: string): Set<string> {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
}

describe('the README', () => {
  it('shows code as the examples have it, which the end-to-end tests run', () => {
    expect(withExamples(readme)).toBe(readme);
    const examples = readdirSync(new URL('docs/examples', root), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'tsconfig.json')
      .map(({ name }) => name);
    expect(examplesShown.sort()).toEqual(examples.sort());
  });
});

const documents = [
  'README.md',
  ...readdirSync(new URL('docs', root), { recursive: true }).map((name) => `docs/${String(name)}`),
].filter((name) => name.endsWith('.md'));

it.each(documents)('%s names scripts that are there', (path) => {
  const { scripts } = JSON.parse(readText('package.json')) as { scripts: object };
  const named = [...readText(path).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
});

it.each(documents)('the links of %s lead somewhere', (path) => {
  const links = [...readText(path).matchAll(/\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)/g)];
  for (const [link, file = '', anchor = ''] of links) {
    const target = file === '' ? new URL(path, root) : new URL(file, new URL(path, root));
    expect(existsSync(target), link).toBe(true);
    if (anchor !== '')
      expect(anchorsOf(readFileSync(target, 'utf8')), link).toContain(anchor.slice(1));
  }
});
