import type { Page } from '@playwright/test';
import type { Tabs } from './protocol.ts';

/** Calls the page's `tabs`, which is there once the page has loaded. */
export async function call<M extends keyof Tabs>(
  page: Page,
  method: M,
  ...args: Parameters<Tabs[M]>
): Promise<Awaited<ReturnType<Tabs[M]>>> {
  const answer = await page.evaluate(
    async ({ name, values }) => {
      const { tabs } = globalThis as unknown as {
        readonly tabs: Record<string, (...values: readonly unknown[]) => unknown>;
      };
      return await tabs[name]?.(...values);
    },
    { name: method, values: args },
  );
  return answer as Awaited<ReturnType<Tabs[M]>>;
}
