import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const readText = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const readme = readText('README.md');

interface Block {
  /** The file under `examples/` that the comment above the block names. */
  readonly example: string | undefined;
  readonly language: string;
  readonly text: string;
}

const blocks: readonly Block[] = [
  ...readme.matchAll(/(?:<!-- examples\/(\S+) -->\n)?^```(\w*)\n([^]*?)^```$/gm),
].map(([, example, language = '', text = '']) => ({ example, language, text }));

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
    const code = blocks.filter(({ language }) => language !== '');
    for (const { example, text } of code) {
      expect(example, text).toBeDefined();
      expect(text).toBe(readText(`examples/${example ?? ''}`));
    }
    const examples = readdirSync(new URL('examples', root)).filter(
      (name) => name !== 'tsconfig.json',
    );
    expect(code.map(({ example }) => example).sort()).toEqual(examples.sort());
  });

  it('names scripts that are there', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: object };
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });
});

const documents = [
  'README.md',
  ...readdirSync(new URL('docs', root)).map((name) => `docs/${name}`),
];

it.each(documents.filter((name) => name.endsWith('.md')))(
  'the links of %s lead somewhere',
  (path) => {
    const links = [...readText(path).matchAll(/\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)/g)];
    for (const [link, file = '', anchor = ''] of links) {
      const target = file === '' ? new URL(path, root) : new URL(file, new URL(path, root));
      expect(existsSync(target), link).toBe(true);
      if (anchor !== '')
        expect(anchorsOf(readFileSync(target, 'utf8')), link).toContain(anchor.slice(1));
    }
  },
);
