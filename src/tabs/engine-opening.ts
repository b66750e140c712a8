import type { DatabaseDevices, Engine } from '../engine/engine-interface.ts';
import type { MeantStore } from '../engine/which-store.ts';
import { openMeant } from '../engine/which-store.ts';
import type { OpeningProgress } from '../rpc/protocol.ts';
import type { OwnerIdentity, TabWorld } from './owner.ts';
import { isMineNow } from './ownership.ts';

/**
 * An opening is tried again so often where the last commits of a former owner collide with it, or where that one's open
 * transaction keeps the device from answering: Chromium ends it after a minute at best, at worst not before the stopped tab goes
 * on. Source: docs/reference/platform.md, B8 and J3.
 */
export const OPENINGS_MAX = 30;

/** Whether an opening that failed like this may succeed later. */
export function mayPass(error: unknown): boolean {
  const { kind } = error as { readonly kind?: string };
  return kind === 'fenced' || kind === 'hung';
}

/** What is heard of an engine. */
export interface OpeningEvents {
  /** Another owner has written, or the store is lost to the engine. */
  readonly onLost: () => void;
  readonly onProgress: (progress: OpeningProgress) => void;
}

export interface OpeningOptions extends OwnerIdentity {
  readonly meant: MeantStore;
  readonly devices: DatabaseDevices;
  /** Opens the engine; rejects as `createEngine` does. */
  readonly openEngine: (
    expectedStoreId: string | undefined,
    events: OpeningEvents,
    /** Greatest epoch that was heard of. */
    epochAbove: number,
  ) => Promise<Engine>;
}

/** One time that a tab has the lock. */
export interface Term {
  /** The store that the page has been served from. */
  readonly served: () => string | undefined;
  readonly epochAbove: () => number;
  readonly isOver: () => boolean;
}

/** Opens the engine for a term, which may end meanwhile: nothing is heard of it then. */
export async function openForTerm(
  { world, locks }: TabWorld,
  { database, devices, meant, openEngine }: OpeningOptions,
  { served, epochAbove, isOver }: Term,
  { onLost, onProgress }: OpeningEvents,
): Promise<Engine> {
  const isOurs = async (): Promise<boolean> =>
    (await isMineNow(world, locks, database)) && !isOver();
  const events: OpeningEvents = {
    onLost: () => {
      if (!isOver()) onLost();
    },
    onProgress: (progress) => {
      if (!isOver()) onProgress(progress);
    },
  };
  for (let attempt = 1; ; attempt++) {
    try {
      return await openMeant(
        { world, devices, isOurs },
        { ...meant, served: served() },
        (expected) => openEngine(expected, events, epochAbove()),
      );
    } catch (error) {
      if (!mayPass(error) || attempt === OPENINGS_MAX || isOver()) throw error;
    }
  }
}
