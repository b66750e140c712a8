import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { FUNCTION_LINES_MAX, IMPORTS_MAX, LINES_MAX } from '../floors.mjs';

/** What lists tests, or steps of one: each of them counts for itself, and the list is a table of contents. */
const LISTING = ['describe', 'it', 'test', 'beforeEach', 'beforeAll', 'afterEach', 'afterAll'];
const SCRIPT = /<script[^>]*>([^]*?)<\/script>/g;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'])
  .toString()
  .split('\n')
  .filter((name) => /\.(?:ts|mts|tsx|js|mjs|svelte)$/.test(name) && existsSync(name))
  .map((name) => ({ name, text: readFileSync(name, 'utf8') }));

/** Of a component, its scripts. */
const codeOf = (name: string, text: string): string =>
  name.endsWith('.svelte')
    ? [...text.matchAll(SCRIPT)].map(([, script]) => script).join('\n')
    : text;

const sources = files.map(({ name, text }) => ({
  name,
  source: ts.createSourceFile(
    name.replace(/\.svelte$/, '.ts'),
    codeOf(name, text),
    ts.ScriptTarget.Latest,
  ),
}));

/** The modules that a file imports, types among them. */
function modulesOf(source: ts.SourceFile): ReadonlySet<string> {
  const imports = source.statements.filter((each) => ts.isImportDeclaration(each));
  return new Set(imports.map(({ moduleSpecifier }) => moduleSpecifier.getText(source)));
}

/** Whether a call is that of `describe`, `it.each(...)`, `test.step` and the like. */
function isListing(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  let called: ts.Expression = node;
  while (ts.isCallExpression(called) || ts.isPropertyAccessExpression(called))
    called = called.expression;
  return ts.isIdentifier(called) && LISTING.includes(called.text);
}

interface MeasuredFunction {
  /** Its line, from 1. */
  readonly at: number;
  /** Without those of the tests that it lists. */
  readonly lines: number;
}

function functionsIn(source: ts.SourceFile): readonly MeasuredFunction[] {
  const found: MeasuredFunction[] = [];
  /** Answers the lines of listed tests in `node`. */
  const visit = (node: ts.Node): number => {
    let listed = 0;
    ts.forEachChild(node, (child) => {
      listed += visit(child);
    });
    const isFunction = ts.isFunctionLike(node);
    if (!isFunction && !isListing(node)) return listed;
    const at = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const lines = source.getLineAndCharacterOfPosition(node.end).line - at + 1;
    if (!isFunction) return lines;
    found.push({ at: at + 1, lines: lines - listed });
    return listed;
  };
  visit(source);
  return found;
}

const functions = sources.flatMap(({ name, source }) =>
  functionsIn(source).map((each) => ({ ...each, name })),
);

it('there are files of every kind', () => {
  const roots = ['src/', 'web/', 'worker/', 'bench/', 'scripts/', 'e2e/', 'docs/examples/'];
  for (const root of roots) expect(files.some(({ name }) => name.startsWith(root))).toBe(true);
  for (const end of ['.ts', '.svelte', '.svelte.ts', '.test.ts', '.mjs']) {
    expect(files.some(({ name }) => name.endsWith(end))).toBe(true);
  }
});

it(`no file imports more than ${IMPORTS_MAX} modules`, () => {
  const over = sources.flatMap(({ name, source }) => {
    const count = modulesOf(source).size;
    return count > IMPORTS_MAX ? [`${name}: ${count}`] : [];
  });
  expect(over).toEqual([]);
});

it(`no file has more than ${LINES_MAX} lines`, () => {
  const over = files.flatMap(({ name, text }) => {
    const count = text.trimEnd().split('\n').length;
    return count > LINES_MAX ? [`${name}: ${count}`] : [];
  });
  expect(over).toEqual([]);
});

it(`no function has more than ${FUNCTION_LINES_MAX} lines`, () => {
  const over = functions.filter(({ lines }) => lines > FUNCTION_LINES_MAX);
  expect(over).toEqual([]);
});
