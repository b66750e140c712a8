import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
import { rows, run } from '../console/console-page.ts';
import { packFreshCopy, type Packed } from './packed.ts';

// One package and one app for all of them.
test.describe.configure({ mode: 'default' });

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly scripts: Readonly<Record<string, string>>;
}

/** What an app calls on its handle. */
interface Handle {
  readonly send: (operation: string, input: object) => Promise<Record<string, unknown>>;
}

let packed: Packed;
let server: ViteDevServer;
let appUrl: string;

async function loadPlugin(app: string): Promise<Plugin> {
  const file = pathToFileURL(join(app, 'node_modules', 'hashrange', 'dist', 'vite.js'));
  const { hashrangeConsole } = (await import(file.href)) as { hashrangeConsole: () => Plugin };
  return hashrangeConsole();
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  packed = await packFreshCopy();
  server = await createServer({
    root: packed.app,
    configFile: false,
    logLevel: 'warn',
    plugins: [await loadPlugin(packed.app)],
    server: { port: 0, host: '127.0.0.1' },
  });
  await server.listen();
  appUrl = server.resolvedUrls?.local[0] ?? '';
});

test.afterAll(async () => {
  await server.close();
  packed.remove();
});

function filesOf(entry: string | Readonly<Record<string, string>>): string[] {
  return typeof entry === 'string' ? [entry] : Object.values(entry);
}

/** Whatever the devtools would show. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'debug') complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

async function openApp(page: Page): Promise<void> {
  await page.goto(appUrl);
  await expect(page).toHaveTitle('Written');
}

function sendFrom(page: Page, operation: string, input: object): Promise<Record<string, unknown>> {
  return page.evaluate(
    ([name, body]) => (globalThis as unknown as { db: Handle }).db.send(name, body),
    [operation, input] as const,
  );
}

test('npm pack builds: every entry is packed, and the console, and nothing else', () => {
  const paths = packed.files.map((file) => file.path);
  const manifest = join(packed.app, 'node_modules', 'hashrange', 'package.json');
  const { exports, scripts } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  const entries = Object.values(exports).flatMap(filesOf);
  expect(paths).toEqual(expect.arrayContaining(entries.map((entry) => entry.replace('./', ''))));
  expect(paths).toContain('dist/console/index.html');
  const wanted = /^(dist\/(?!pages|sample)|package\.json|README\.md|LICENSE)/;
  expect(paths.filter((path) => !wanted.test(path))).toEqual([]);
  // npm warns whoever installs the file of each of them.
  const ofInstall = ['preinstall', 'install', 'postinstall', 'prepare'];
  expect(Object.keys(scripts).filter((name) => ofInstall.includes(name))).toEqual([]);
});

test('the console sees the databases of the app that it is served with, and both work on them', async ({
  context,
}) => {
  const [app, console] = [await context.newPage(), await context.newPage()];
  const complaints = [complaintsOf(app), complaintsOf(console)];
  await openApp(app);
  await console.goto(`${appUrl}_hashrange`);
  await expect(console).toHaveURL(`${appUrl}_hashrange/`);
  const banner = console.getByRole('banner');
  await expect(banner.getByRole('definition').filter({ hasText: 'shop' })).toBeVisible();
  await expect(banner.getByRole('definition').filter({ hasText: 'eu-west-1' })).toBeVisible();
  await expect(banner.getByText('follower of 2')).toBeVisible();
  await expect(console.getByRole('button', { name: 'Load sample' })).toBeHidden();

  await console.getByRole('rowheader', { name: 'orders' }).getByRole('link').click();
  await run(console, 'Scan');
  await expect(rows(console)).toContainText(['by the app']);

  await console.evaluate(() =>
    (globalThis as unknown as { hashrange: Handle }).hashrange.send('PutItem', {
      TableName: 'orders',
      Item: { id: { S: '2' }, text: { S: 'by the console' } },
    }),
  );
  const get = { TableName: 'orders', Key: { id: { S: '2' } } };
  const { Item } = await sendFrom(app, 'GetItem', get);
  expect(Item).toEqual({ id: { S: '2' }, text: { S: 'by the console' } });

  await app.close();
  await expect(banner.getByText('owner')).toBeVisible();
  await run(console, 'Scan');
  await expect(rows(console)).toContainText(['by the', 'by the']);
  expect(complaints.flat().filter((text) => !text.includes('[vite]'))).toEqual([]);
});

test('the console lets one choose among the databases of the origin', async ({ page }) => {
  await openApp(page);
  await page.goto(`${appUrl}_hashrange/?database=notes`);
  const choice = page.getByRole('combobox', { name: 'Database' });
  await expect(choice.getByRole('option')).toHaveText(['notes', 'shop']);
  await choice.selectOption('shop');
  await expect(page).toHaveURL(/\?database=shop/);
  await expect(page.getByRole('rowheader', { name: 'orders' })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'eu-west-1' })).toBeVisible();
});
