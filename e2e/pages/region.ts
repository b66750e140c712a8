/** A tab that has one Region of a database open, the one in its address. */
import { open } from 'hashrange';
import type { Database } from 'hashrange';

declare global {
  interface Window {
    region?: Database;
  }
}

const region = new URLSearchParams(location.search).get('region') ?? 'us-east-1';
window.region = await open('two-tabs', { region });
