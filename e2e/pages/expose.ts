/** Hands the steps of a page to its spec, which calls them by name and looks at what they return. */
export type Steps = Readonly<Record<string, () => Promise<unknown>>>;

declare global {
  interface Window {
    steps?: Steps;
  }
}

export function expose(steps: Steps): void {
  window.steps = steps;
}

/** How a failure looks to an app, as plain data. */
export async function failureOf(work: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      ...Object.fromEntries(Object.entries(error)),
      name: error.name,
      message: error.message,
    };
  }
  throw new Error('Expected a failure');
}
