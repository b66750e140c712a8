/** `tsx scripts/picture.ts`: takes the README's picture of the console anew, `docs/console.png`. Needs `npm run build`. */
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
const page = await browser.newPage({ viewport: { width: 1200, height: 1080 } });
await page.goto(url);
await page.getByRole('button', { name: 'Load sample' }).click();
await page.getByText('Sample loaded: 171,075 places.').waitFor({ timeout: LOADING_MS });
await page.getByRole('link', { name: 'Explore it' }).click();
await page.getByRole('radio', { name: 'Query', exact: true }).check();
await page.getByLabel('Partition key country').fill('IS');
await page.getByRole('button', { name: 'Run Query' }).click();
await page.getByRole('region', { name: 'Items' }).locator('tbody tr').first().waitFor();
await page.screenshot({ path: 'docs/console.png' });
await browser.close();
close();
