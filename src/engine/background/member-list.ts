import { departures } from './departure-member.ts';
import { expiry } from './expiry-member.ts';
import { indexBuilder } from './index-builder-member.ts';
import { indexFollower } from './index-follower-member.ts';
import { felledTrees } from './felled-trees-member.ts';
import type { MakeMember } from './member.ts';
import { streams } from './shard-rolling-member.ts';
import { tombstones } from './tombstone-member.ts';

/** The auto admin: all that goes on in the background, in the order in which people see it. */
export const MEMBERS: readonly MakeMember[] = [
  indexFollower,
  indexBuilder,
  streams,
  expiry,
  felledTrees,
  tombstones,
  departures,
];
