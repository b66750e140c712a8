import { StoreRefused } from '../storage/store-refused.ts';

/** Chromium says so where cookies are blocked, by an error of no name of its own. */
const DENIED = 'denied permission';

/**
 * What it means that the browser keeps something from this page for good: in frames of other sites, in frames without an origin, where
 * cookies are blocked. Undefined for all other errors.
 */
export function refusalOf(error: unknown): StoreRefused | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  const isRefused = name === 'SecurityError' || name === 'NotAllowedError';
  if (!isRefused && !message.includes(DENIED)) return undefined;
  return new StoreRefused(
    'storage-refused',
    "The browser refuses this page storage, as it does where cookies are blocked or in another site's frame. Allow it for this site, or open " +
      "the database with storage: 'memory'.",
    { cause: error },
  );
}
