/** What the specs of the console do again and again. Locators go by role and label. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Loading takes seconds on a quiet machine and more on a shared one. */
export const SAMPLE_TIMEOUT_MS = 180_000;

export async function openConsole(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Tables', level: 1 })).toBeVisible();
}

export async function createTable(page: Page, name: string, sortType = 'Number'): Promise<void> {
  await page.getByRole('button', { name: 'Create table' }).click();
  await page.getByLabel('Table name').fill(name);
  await page.getByLabel('Partition key', { exact: true }).fill('pk');
  await page.getByLabel('Sort key (optional)').fill('sk');
  await page.getByLabel('Sort key type').selectOption(sortType);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

export async function loadSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Load sample' }).click();
  await expect(page.getByRole('progressbar', { name: 'Loading the sample' })).toBeVisible();
  await expect(page.getByText('Sample loaded: 171,075 places.')).toBeVisible({
    timeout: SAMPLE_TIMEOUT_MS,
  });
}

/** Runs the operation in the form and waits for its answer. */
export async function run(page: Page, operation: string): Promise<void> {
  await chooseOperation(page, operation);
  await page.getByRole('button', { name: `Run ${operation}` }).click();
  await expect(page.getByRole('region', { name: 'Result' })).toHaveAttribute('aria-busy', 'false');
}

export async function chooseOperation(page: Page, operation: string): Promise<void> {
  await page.getByRole('radio', { name: operation, exact: true }).check();
}

/** The number under a heading of the bar of figures. */
export function figure(page: Page, label: string): Locator {
  return page
    .getByLabel('Figures')
    .getByRole('term')
    .filter({ hasText: label })
    .locator('xpath=following-sibling::dd');
}

export function rows(page: Page): Locator {
  return page.getByRole('region', { name: 'Items' }).locator('tbody tr');
}

/** What the last write answered, beside the rows that were read. */
export function writeAnswer(page: Page): Locator {
  return page.getByRole('group', { name: 'Answer to the write' });
}

/** Sends a request as the devtools prompt would. */
export function send<Output = unknown>(
  page: Page,
  operation: string,
  body: object,
): Promise<Output> {
  const isOfStreams = /Stream|ShardIterator|Records/.test(operation);
  const api = isOfStreams ? 'DynamoDBStreams' : 'DynamoDB';
  return page.evaluate(
    async ([target, text]) => {
      const { hashrange } = globalThis as unknown as {
        hashrange: {
          request: (
            target: string,
            body: string,
            options: object,
          ) => Promise<{ status: number; body: string }>;
        };
      };
      const answer = await hashrange.request(target, text, { region: 'us-east-1' });
      if (answer.status !== 200) throw new Error(answer.body);
      return JSON.parse(answer.body) as Output;
    },
    [`${api}_20120810.${operation}`, JSON.stringify(body)] as const,
  );
}

/** Opens a table by its address. */
export async function openTable(page: Page, name: string): Promise<void> {
  await page.evaluate((table) => {
    location.hash = `#/table/${encodeURIComponent(table)}/explore`;
  }, name);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Result' })).toHaveAttribute('aria-busy', 'false');
}

export function alert(page: Page): Locator {
  return page.getByRole('alert');
}

/** Pixels by which the page is wider than the window, scroll bars apart. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}
