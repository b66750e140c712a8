import type { Frame, Page } from '@playwright/test';
import type { Opening } from './pages/opening.ts';

/** Calls a function of the page `opening`, when it is there. */
export async function call(
  page: Page | Frame,
  name: keyof Opening,
  ...given: readonly unknown[]
): Promise<unknown> {
  await page.waitForFunction(() => 'opening' in globalThis);
  return page.evaluate(
    ([of, values]) => {
      const { opening } = globalThis as unknown as Record<
        'opening',
        Record<string, (...values: readonly unknown[]) => unknown>
      >;
      return opening[of]?.(...values);
    },
    [name, given] as const,
  );
}
