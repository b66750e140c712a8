import type { Page } from '@playwright/test';
import type { Durability } from './protocol.ts';

/** Calls the page's `durability`, which is there once the page has loaded. */
export async function call<M extends keyof Durability>(
  page: Page,
  method: M,
  ...args: Parameters<Durability[M]>
): Promise<Awaited<ReturnType<Durability[M]>>> {
  const answer = await page.evaluate(
    async ({ name, values }) => {
      const { durability } = globalThis as unknown as {
        readonly durability: Record<string, (...values: readonly unknown[]) => unknown>;
      };
      return await durability[name]?.(...values);
    },
    { name: method, values: args },
  );
  return answer as Awaited<ReturnType<Durability[M]>>;
}
