/** Checks of what other Regions say: any script of the page's origin may post anything. */
import type { Check } from '../../kernel/check.ts';
import { isCount } from '../../kernel/check.ts';

/** 2100-01-01: a later clock than this is nobody's. Bounds how far a message can move ours. */
const STAMP_MAX = Date.UTC(2100, 0, 1) * 1024;
const REGION = /^[a-z0-9-]{1,64}$/;

export const isRegion: Check<string> = (value): value is string =>
  typeof value === 'string' && REGION.test(value);

export const isStamp: Check<number> = (value): value is number =>
  isCount(value) && value <= STAMP_MAX;
