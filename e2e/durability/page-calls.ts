import { callerOf } from '../page-calls.ts';
import type { Durability } from './protocol.ts';

/** Calls the page's `durability`. */
export const call = callerOf<Durability>('durability');
