import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

const run = promisify(execFile);
const packageRoot = fileURLToPath(new URL('../../', import.meta.url));

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

function filesOf(entry: string | Readonly<Record<string, string>>): string[] {
  return typeof entry === 'string' ? [entry] : Object.values(entry);
}

test('the in-process entry serves the SDK in Node', async () => {
  const script = fileURLToPath(new URL('./consumer/memory.mjs', import.meta.url));
  // The SDK warns of the age of Node 20.
  const { stdout, stderr } = await run(process.execPath, ['--no-warnings', script], {
    cwd: packageRoot,
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    status: 'ACTIVE',
    item: { id: { S: '1' }, text: { S: 'in process' } },
    refused: 'ConditionalCheckFailedException',
  });
});

test('the entries of pages can be imported in Node, and opening there says what to do', async () => {
  const script = fileURLToPath(new URL('./consumer/no-browser.mjs', import.meta.url));
  const { stdout } = await run(process.execPath, [script], { cwd: packageRoot });
  const failure = {
    name: 'HashrangeError',
    code: 'unsupported',
    message:
      "open() needs a browser's Worker. On a server use openMemory() of 'hashrange/memory', or call open() in onMount or useEffect.",
  };
  expect(JSON.parse(stdout)).toEqual([failure, failure]);
});

test('every entry of the package is packed, and nothing of the console or the tests', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], {
    cwd: packageRoot,
    shell: process.platform === 'win32',
  });
  const [packed] = JSON.parse(stdout) as [{ files: readonly { path: string }[] }];
  const paths = packed.files.map((file) => file.path);
  const manifest = JSON.parse(readFileSync(`${packageRoot}/package.json`, 'utf8')) as Manifest;
  const entries = Object.values(manifest.exports).flatMap(filesOf);
  expect(paths).toEqual(expect.arrayContaining(entries.map((entry) => entry.replace('./', ''))));
  expect(
    paths.filter(
      (path) => !/^(dist\/(?!console|pages)|package\.json|README\.md|LICENSE)/.test(path),
    ),
  ).toEqual([]);
});
