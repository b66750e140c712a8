/** The entry for pages whose policy forbids inline workers: the worker is a file of this origin. */
import { open } from 'hashrange/external';
import { exposeRoundTrip } from './round-trip.ts';

exposeRoundTrip(open, 'external');
