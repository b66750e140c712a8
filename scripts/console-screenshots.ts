/** `tsx scripts/console-screenshots.ts`: takes the README's picture of the console anew, `docs/console.png`. Needs `npm run build`. */
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, findBrowser } from './find-browser.ts';
import { MOUNTS, serve } from './serve.ts';

const LOADING_MS = 300_000;

const { url, close } = await serve(MOUNTS, 0);
const executablePath = findBrowser('chromium');
const browser = await chromium.launch({
  args: [...CHROMIUM_FLAGS],
  ...(executablePath === undefined ? {} : { executablePath }),
});
// As wide as the operations need to stand in one line; as sharp as a page that shows it smaller can use.
const viewport = { width: 1280, height: 1000 };
const page = await browser.newPage({ viewport, deviceScaleFactor: 1.5 });
await page.goto(url);
await page.getByRole('button', { name: 'Load sample' }).click();
await page.getByText('Sample loaded: 171,075 places.').waitFor({ timeout: LOADING_MS });
await page.getByRole('link', { name: 'Explore it' }).click();
await page.getByRole('radio', { name: 'Query', exact: true }).check();
await page.getByLabel('Partition key country').fill('IS');
await page.getByLabel('Sort key operator').selectOption('begins_with');
await page.getByLabel('Sort key place').fill('39#');
await page.getByLabel('Projection').fill('country, place, lat, lng');
await page.getByRole('button', { name: 'Run Query' }).click();
const heading = page.getByRole('columnheader', { name: 'lat' }).getByRole('button');
await heading.click();
await heading.click();
await page.mouse.move(0, 0);
await heading.blur();
await page.screenshot({ path: 'docs/console.png', fullPage: true });
await browser.close();
close();
