import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

const run = promisify(execFile);
const packageRoot = fileURLToPath(new URL('../../', import.meta.url));

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

for (const { title, testFile, config } of [
  { title: 'in Node', testFile: 'sdk', config: { testEnvironment: 'node' } },
  {
    title: 'in jsdom, with nothing added',
    testFile: 'plain',
    config: { testEnvironment: 'jsdom' },
  },
  {
    title: 'in jsdom, with what the SDK needs there',
    testFile: 'sdk',
    config: {
      testEnvironment: 'jsdom',
      testEnvironmentOptions: { customExportConditions: ['node'] },
      setupFiles: ['./codecs.mjs'],
    },
  },
]) {
  test(`the in-process entry serves unit tests of Jest ${title}`, async () => {
    const rootDir = fileURLToPath(new URL('./consumer/jest/', import.meta.url));
    const jest = fileURLToPath(import.meta.resolve('jest/bin/jest'));
    const testMatch = [`**/${testFile}.test.mjs`];
    const settings = JSON.stringify({ ...config, rootDir, testMatch, transform: {} });
    const node = ['--no-warnings', '--experimental-vm-modules'];
    const env = { ...process.env, FORCE_COLOR: '0' };
    const args = [...node, jest, '--ci', '--config', settings];
    const { stderr } = await run(process.execPath, args, { env });
    expect(stderr).toContain('1 passed, 1 total');
  });
}

for (const [lib, moduleResolution] of [
  ['ES2023', 'bundler'],
  ['ES2023', 'nodenext'],
  ['ES2023,DOM', 'node16'],
] as const) {
  test(`the types compile with ${lib} and ${moduleResolution}, libraries checked`, async () => {
    const tsc = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
    const module = moduleResolution === 'bundler' ? 'esnext' : moduleResolution;
    const settings = ['--strict', '--noEmit', '--skipLibCheck', 'false'];
    const target = ['--lib', lib, '--target', 'ES2022', '--module', module];
    const entries = ['index', 'external', 'memory'].map((entry) => `dist/${entry}.d.ts`);
    const resolution = ['--moduleResolution', moduleResolution, '--ignoreConfig'];
    const consumer = 'e2e/packaging/consumer/typed-send.ts';
    const args = [tsc, ...settings, ...target, ...resolution, ...entries, consumer];
    const { stdout } = await run(process.execPath, args, { cwd: packageRoot });
    expect(stdout).toBe('');
  });
}
