import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, test, type Page } from '@playwright/test';
import type { ViteDevServer } from 'vite';
import { serveExamples } from './dev-server.ts';

// One dev server for all of them.
test.describe.configure({ mode: 'default' });

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

let server: ViteDevServer;
let url: string;

test.beforeAll(async () => {
  server = await serveExamples();
  url = server.resolvedUrls?.local[0] ?? '';
});
test.afterAll(() => server.close());

/** A browser asks for an icon by itself, and says that there is none. */
test.beforeEach(({ page }) => page.route('**/favicon.ico', (route) => route.fulfill({ body: '' })));

/** What the page says at the prompt, as text, and what it throws. */
function saidBy(page: Page): string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    if (!message.text().startsWith('[vite]')) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(error.message));
  return said;
}

test('the quick start writes and reads, also when the page is loaded again', async ({ page }) => {
  const said = saidBy(page);
  await page.goto(`${url}quick-start.page`);
  await expect.poll(() => said).toEqual(['Hello']);
  await page.reload();
  await expect.poll(() => said).toEqual(['Hello', 'Hello']);
});

test('the app in one page keeps what is written in it', async ({ page }) => {
  const said = saidBy(page);
  await page.goto(`${url}todo.html`);
  await page.getByLabel('To do').fill('buy ink');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('list')).toContainText('buy ink');
  await page.reload();
  await expect(page.getByRole('list')).toContainText('buy ink');
  expect(said).toEqual([]);
});

for (const framework of ['react', 'svelte']) {
  test(`the component for ${framework} keeps what is written in it`, async ({ page }) => {
    const said = saidBy(page);
    await page.goto(`${url}${framework}.page`);
    await page.getByLabel('Note').fill('buy ink');
    await page.getByRole('button', { name: 'Add' }).click();
    await expect(page.getByRole('listitem')).toHaveText(['buy ink']);
    await page.reload();
    await expect(page.getByRole('listitem')).toHaveText(['buy ink']);
    expect(said.filter((text) => !text.includes('React DevTools'))).toEqual([]);
  });
}

test('two Regions are cut, healed and described', async ({ page }) => {
  const said = saidBy(page);
  await page.goto(`${url}regions.page`);
  await expect.poll(() => said).toHaveLength(2);
  expect(said[0]).toContain('eu-west-1');
  expect(said[1]).toContain('us-east-1');
});

test('a tail confirms what it has seen, and a trigger handles what passes its filter', async ({
  page,
}) => {
  const said = saidBy(page);
  await page.goto(`${url}orders.page`);
  await expect.poll(() => said).toEqual(['written']);
  await page.goto(`${url}stream.page`);
  await expect.poll(() => said).toHaveLength(3);
  await page.goto(`${url}trigger.page`);
  await expect.poll(() => said).toHaveLength(4);
  expect(said[3]).toContain('mail');
});

test('the test with DynamoDB Local replaced passes', async () => {
  const { stdout } = await run(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/examples/local.config.ts'],
    { cwd: root, env: { PATH: process.env['PATH'], HOME: process.env['HOME'], APP_URL: url } },
  );
  expect(stdout).toContain('1 passed');
});

test('the unit test passes', async () => {
  const { stdout } = await run(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--root', 'docs/examples', 'orders.test.ts'],
    { cwd: root, env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1' } },
  );
  expect(stdout).toMatch(/Tests +1 passed/);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('the server in the place of DynamoDB Local answers the SDK over HTTP', async () => {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, ['--import', 'tsx', 'docs/examples/local.ts'], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  try {
    const endpoint = `http://localhost:${String(port)}`;
    const isThere = async (): Promise<boolean> =>
      fetch(endpoint)
        .then(({ ok }) => ok)
        .catch(() => false);
    await expect.poll(isThere).toBe(true);
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const client = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials });
    expect((await client.send(new ListTablesCommand())).TableNames).toEqual([]);
    client.destroy();
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});
