/**
 * `npm run trials -- [svelte] [react] [sveltekit]`: each app is made in a new folder with the package as `npm pack` makes it,
 * installed, served by Vite, built and served again, and used in Chromium: written, loaded again, looked at in its console.
 * Needs the registry, and minutes.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { CHROMIUM_FLAGS, findBrowser } from '../find-browser.ts';
import { APPS, type TrialApp } from './apps.ts';

const shell = process.platform === 'win32';

function npm(directory: string, ...args: readonly string[]): string {
  return execFileSync('npm', args, { cwd: directory, shell, encoding: 'utf8' });
}

function packInto(directory: string): string {
  const pack = ['pack', '--json', '--foreground-scripts=false', '--pack-destination', directory];
  const [packed] = JSON.parse(npm('.', ...pack)) as [{ filename: string }];
  return join(directory, packed.filename);
}

function writeApp(directory: string, { dependencies, files }: TrialApp, tarball: string): void {
  const all = { ...dependencies, hashrange: `file:${tarball}` };
  const manifest = { name: 'trial', private: true, type: 'module', dependencies: all };
  for (const [path, text] of Object.entries({
    ...files,
    'package.json': JSON.stringify(manifest),
  })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  npm(directory, 'install', '--no-audit', '--no-fund');
}

interface Served {
  readonly url: string;
  readonly child: ChildProcess;
}

/** `vite` or `vite preview` on a free port. */
async function serveApp(directory: string, ...command: readonly string[]): Promise<Served> {
  const vite = join(directory, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, ...command, '--port', '0', '--host', '127.0.0.1'], {
    cwd: directory,
    env: { ...process.env, NO_COLOR: '1' },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  for (;;) {
    const url = /Local: +(\S+)/.exec(text)?.[1];
    if (url !== undefined) return { url, child };
    if (child.exitCode !== null) throw new Error(text);
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  }
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  return complaints;
}

/** Writes a note, loads the page again, and finds the note there and in the console. */
async function use(browser: Browser, url: string): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(url);
  await page.getByLabel('Note').fill('buy ink');
  // A page that was rendered on the server hears nothing before it has come alive: the button waits for the database.
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByText('buy ink').waitFor();
  await page.reload();
  await page.getByText('buy ink').waitFor();
  const tab = await context.newPage();
  const said = complaintsOf(tab);
  await tab.goto(`${url}_hashrange/`);
  await tab.getByRole('link', { name: 'notes' }).first().click();
  await tab.getByRole('radio', { name: 'Scan', exact: true }).check();
  await tab.getByRole('button', { name: 'Run Scan' }).click();
  await tab.getByRole('cell', { name: 'buy ink' }).first().waitFor();
  await context.close();
  if (complaints.length + said.length > 0) throw new Error([...complaints, ...said].join('\n'));
}

async function useServed(browser: Browser, { url, child }: Served): Promise<void> {
  try {
    await use(browser, url);
  } finally {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

const asked = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'hashrange-trials-'));
const executablePath = findBrowser('chromium');
const browser = await chromium.launch({
  args: [...CHROMIUM_FLAGS],
  ...(executablePath === undefined ? {} : { executablePath }),
});
try {
  const tarball = packInto(folder);
  for (const [name, app] of Object.entries(APPS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const directory = join(folder, name);
    writeApp(directory, app, tarball);
    await useServed(browser, await serveApp(directory));
    console.log(`${name}: in development`);
    execFileSync(process.execPath, [join('node_modules', 'vite', 'bin', 'vite.js'), 'build'], {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await useServed(browser, await serveApp(directory, 'preview'));
    console.log(`${name}: built`);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
