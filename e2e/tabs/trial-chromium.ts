import { newProfile, removeProfile } from '../../scripts/browser-profile.ts';
import { ChromiumProcess } from '../durability/chromium-process.ts';
import { DEATHS } from './trial-browser.ts';
import type { TrialBrowser } from './trial-browser.ts';

/** A Chromium on a profile of its own. */
export async function chromiumForTrial(): Promise<TrialBrowser> {
  const profile = newProfile('tabs');
  const browser = await ChromiumProcess.launch(profile);
  return {
    deaths: DEATHS,
    page: (url) => browser.page(url),
    newPage: (url) => browser.newPage(url),
    rendererTicks: () => browser.rendererTicks(),
    diesBySignal: (death) => death === 'stop',
    kill: async () => {
      await browser.kill();
      removeProfile(profile);
    },
  };
}
