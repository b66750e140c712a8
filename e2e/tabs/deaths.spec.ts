/**
 * Four tabs under load while the one that owns the database is closed, navigated away, crashed, hung and stopped, again and
 * again: no call fails, no write is lost or applied twice, a former owner writes nothing after the takeover.
 *
 * `TAB_DEATHS` (60) is their number in Chromium; a quarter of them is tried in Firefox.
 */
import { expect, test } from '@playwright/test';
import { LANES } from './protocol.ts';
import type { Death } from './trial-browser.ts';
import { DEATHS } from './trial-browser.ts';
import { chromiumForTrial } from './trial-chromium.ts';
import { firefoxForTrial } from './trial-firefox.ts';
import { TABS, Trial } from './trial.ts';

const TAB_DEATHS = Number(process.env['TAB_DEATHS'] ?? 60);
/** Kinds of death, to try some alone. */
const KINDS = process.env['TAB_DEATH_KINDS']?.split(',') as readonly Death[] | undefined;

// Tracing pages that are crashed only slows them down.
test.use({ trace: 'off' });

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function summaryOf(name: string, gaps: readonly number[]): string {
  const [median, p95, worst] = [0.5, 0.95, 1].map((share) => quantile(gaps, share).toFixed(0));
  return `${name}: ${gaps.length} gaps, median ${median} ms, p95 ${p95} ms, worst ${worst} ms`;
}

test(
  'deaths of the owner of four tabs under load',
  { tag: '@alone' },
  async ({ baseURL, browserName }) => {
    const isFirefox = browserName === 'firefox';
    const deaths = isFirefox ? Math.ceil(TAB_DEATHS / 4) : TAB_DEATHS;
    test.setTimeout(60_000 + deaths * 12_000);
    const browser = await (isFirefox ? firefoxForTrial() : chromiumForTrial());
    try {
      const kinds = KINDS ?? browser.deaths;
      const trial = await Trial.begin(browser, `${baseURL ?? ''}pages/tabs.html`);
      for (let i = 0; i < deaths; i++) {
        await trial.fill();
        await trial.kill(kinds[i % kinds.length] ?? 'close');
        expect(trial.faults.slice(0, 20), `after ${i + 1} deaths`).toEqual([]);
      }
      await trial.finish();
      console.log(`${deaths} deaths in ${browserName}`);
      for (const death of DEATHS) {
        const gaps = trial.gapsOf(death);
        if (gaps.length > 0) console.log(summaryOf(death, gaps));
      }
      console.log(`${trial.held} tabs were stopped with the device in their hands`);
      console.log(`${trial.calls} calls of ${TABS} tabs with ${LANES} lanes each`);
      expect(trial.faults.slice(0, 20)).toEqual([]);
    } finally {
      await browser.kill();
    }
  },
);
