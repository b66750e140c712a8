/**
 * Makes sure that the browsers of the tests are there, and says where. `npm test` starts with this.
 *
 * Chromium must be found or installed. Firefox is looked for, installed where that is possible, and otherwise its tests
 * are left out with a notice.
 */
import { findBrowser, installBrowser } from './find-browser.ts';

const chromium = findBrowser('chromium') ?? installBrowser('chromium');
if (chromium === undefined) {
  console.error(
    [
      'No Chromium found. The tests need one; either of these will do:',
      '  - install Chromium or Google Chrome so that its command is on PATH, or',
      '  - npx playwright install chromium',
      'Then run npm test again.',
    ].join('\n'),
  );
  process.exit(1);
}
console.log(`Chromium: ${chromium}`);

const firefox = findBrowser('firefox') ?? installBrowser('firefox');
console.log(
  firefox === undefined
    ? [
        'Firefox:  not found, its tests are left out. To run them too, install Firefox so that its command is on PATH',
        "          (Debian and Ubuntu: apt-get install firefox-esr; Playwright's own build will not do), and run npm test again.",
      ].join('\n')
    : `Firefox:  ${firefox}`,
);
