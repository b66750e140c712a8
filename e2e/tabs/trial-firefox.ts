import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firefox } from '@playwright/test';
import { newProfile, removeProfile } from '../../scripts/browser-profile.ts';
import { findBrowser } from '../../scripts/find-browser.ts';
import { ticksOf } from '../process-ticks.ts';
import type { TrialBrowser } from './trial-browser.ts';

/** By this variable the processes of one Firefox are known. */
const MARK = 'HASHRANGE_TRIAL';

/** A Firefox with a process for each tab. No tab's worker can be made to hang from outside: stopping its process is the like. */
export async function firefoxForTrial(): Promise<TrialBrowser> {
  const directory = newProfile('firefox');
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath: wrapped(directory),
    env: { ...environment(), [MARK]: directory },
    firefoxUserPrefs: { 'dom.ipc.processCount.webIsolated': 16 },
  });
  const context = await browser.newContext();
  const newPage: TrialBrowser['newPage'] = async (url) => {
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
  return {
    deaths: ['close', 'navigate', 'crash', 'stop'],
    page: newPage,
    newPage,
    rendererTicks: () =>
      Promise.resolve(new Map(contentProcesses(directory).map((pid) => [pid, ticksOf(pid)]))),
    diesBySignal: (death) => death === 'stop' || death === 'crash',
    kill: async () => {
      await browser.close();
      removeProfile(directory);
    },
  };
}

/** Firefox as Playwright starts it ends with the first tab that crashes. */
function wrapped(directory: string): string {
  const binary = findBrowser('firefox');
  if (binary === undefined) throw new Error('there is no Firefox');
  const script = join(directory, 'firefox');
  writeFileSync(script, `#!/bin/sh\nunset MOZ_CRASHREPORTER_SHUTDOWN\nexec "${binary}" "$@"\n`);
  chmodSync(script, 0o755);
  return script;
}

function environment(): Record<string, string> {
  const known = Object.entries(process.env);
  return Object.fromEntries(
    known.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function contentProcesses(directory: string): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        const isOurs = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(
          `${MARK}=${directory}`,
        );
        return isOurs && /[\0 ]tab\0*$/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
      } catch {
        // It has just ended, or is no process.
        return false;
      }
    });
}
