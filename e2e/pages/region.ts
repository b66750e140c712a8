/** A tab that has a Region of a database open, the one in its address, and those beside it that `with` names. */
import { open } from 'hashrange';
import type { Database } from 'hashrange';

declare global {
  interface Window {
    region?: Database;
  }
}

const asked = new URLSearchParams(location.search);
const region = asked.get('region') ?? 'us-east-1';
window.region = await open('two-tabs', { region, regions: asked.getAll('with') });
