import type { Page } from '@playwright/test';

/** What a page puts at the disposal of its specs: functions by name. */
type Face = Readonly<Record<string, (...values: never[]) => unknown>>;

/** Calls what a page keeps under a global name, which is there once the page has loaded. */
export function callerOf<F extends { readonly [M in keyof F]: Face[string] }>(face: string) {
  return async <M extends keyof F & string>(
    page: Page,
    method: M,
    ...args: Parameters<F[M]>
  ): Promise<Awaited<ReturnType<F[M]>>> => {
    const answer = await page.evaluate(
      async ({ of, name, values }) => {
        const faces = globalThis as unknown as Readonly<
          Record<string, Readonly<Record<string, (...values: readonly unknown[]) => unknown>>>
        >;
        return await faces[of]?.[name]?.(...values);
      },
      { of: face, name: method, values: args },
    );
    return answer as Awaited<ReturnType<F[M]>>;
  };
}
