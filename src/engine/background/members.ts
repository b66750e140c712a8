import { departures } from './departures.ts';
import { expiry } from './expiry.ts';
import { indexBuilder } from './index-builder.ts';
import { indexFollower } from './index-follower.ts';
import type { MakeMember } from './member.ts';
import { streams } from './streams.ts';
import { tombstones } from './tombstones.ts';

/** The auto admin: all that goes on in the background, in the order in which people see it. */
export const MEMBERS: readonly MakeMember[] = [
  indexFollower,
  indexBuilder,
  streams,
  expiry,
  tombstones,
  departures,
];
