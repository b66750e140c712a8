import { ExpirySweeper } from '../../expiry/expiry-sweeper.ts';
import type { MakeMember } from './member.ts';

/** Source: ours; AWS deletes within a few days. */
const EXPIRY_DELAY_MS = 60_000;

/** Deletes what has expired. */
export const expiry: MakeMember = ({ store, options, wake }) => {
  const sweeper = new ExpirySweeper(options.expiryDelayMs ?? EXPIRY_DELAY_MS);
  store.expiring.add((tree, key, seconds) => {
    if (sweeper.hear(tree, key, seconds)) wake();
  });
  return {
    name: 'expiry',
    turn: (_, nowMs) => sweeper.turn(store, nowMs),
    wakesOn: ({ catalogLsn }) => catalogLsn,
    progress: () => undefined,
  };
};
