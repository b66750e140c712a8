import type { Page } from '@playwright/test';

export const DEATHS = ['close', 'navigate', 'crash', 'hang', 'stop'] as const;
export type Death = (typeof DEATHS)[number];

/** A browser whose tabs are killed one by one. */
export interface TrialBrowser {
  /** How its tabs can die here. */
  readonly deaths: readonly Death[];
  /** The first tab. */
  page(url: string): Promise<Page>;
  /** One more tab. */
  newPage(url: string): Promise<Page>;
  /** Clock ticks of the processor that each process with pages in it has used, by its id. */
  rendererTicks(): Promise<ReadonlyMap<number, number>>;
  /** Whether it is done to the process of the page, whose id must be known. */
  diesBySignal(death: Death): boolean;
  kill(): Promise<void>;
}
