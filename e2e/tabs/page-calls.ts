import { callerOf } from '../page-calls.ts';
import type { Tabs } from './protocol.ts';

/** Calls the page's `tabs`. */
export const call = callerOf<Tabs>('tabs');
