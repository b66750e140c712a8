import type { Page } from '@playwright/test';

/** Runs one of the page's steps and answers what it returned, or fails with its error. */
export async function step(page: Page, name: string): Promise<unknown> {
  await page.waitForFunction(() => 'steps' in window);
  return page.evaluate(async (wanted) => {
    const { steps } = window as { steps?: Record<string, () => Promise<unknown>> };
    const run = steps?.[wanted];
    if (run === undefined) throw new Error(`No step ${wanted}`);
    // Some libraries throw errors without a stack, which do not reach the spec.
    return run().catch((error: unknown) => {
      throw new Error(String(error));
    });
  }, name);
}
