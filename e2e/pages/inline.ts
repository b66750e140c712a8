/** The entry that has the worker inside, for pages with a policy that lets it in. */
import { open } from 'hashrange';
import { exposeRoundTrip } from './round-trip.ts';

exposeRoundTrip(open, 'inline');
