/**
 * Where the browsers of the tests are. Looking never installs anything; {@link installBrowser} does, and only when asked.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

export type BrowserName = 'chromium' | 'firefox';

const COMMANDS: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  firefox: ['firefox-esr', 'firefox'],
};

const DEBIAN_PACKAGE: Readonly<Record<BrowserName, string>> = {
  chromium: 'chromium',
  firefox: 'firefox-esr',
};

/** Chromium in a container, often as root: no sandbox, no GPU, and no network traffic of its own. */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function findCommand(command: string): string | undefined {
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter((part) => part !== '');
  return directories.map((directory) => join(directory, command)).find(isExecutable);
}

/** A browser on PATH, else (Chromium only) the one Playwright has downloaded. */
export function findBrowser(name: BrowserName): string | undefined {
  for (const command of COMMANDS[name]) {
    const found = findCommand(command);
    if (found !== undefined) return found;
  }
  if (name === 'firefox') return undefined;
  const downloaded = chromium.executablePath();
  return isExecutable(downloaded) ? downloaded : undefined;
}

function run(command: string, ...args: readonly string[]): boolean {
  console.log(`$ ${command} ${args.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'inherit', env }).status === 0;
}

/** Installs Debian's package where this process may. Answers whether the browser is there afterwards. */
export function installBrowser(name: BrowserName): string | undefined {
  if (process.getuid?.() !== 0 || findCommand('apt-get') === undefined) return undefined;
  const install = ['install', '--yes', '--no-install-recommends', DEBIAN_PACKAGE[name]];
  if (!run('apt-get', ...install)) {
    if (!run('apt-get', 'update') || !run('apt-get', ...install)) return undefined;
  }
  return findBrowser(name);
}
