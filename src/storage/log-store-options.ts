import type { World } from '../kernel/world.ts';
import type { Recovered } from './checkpoint/recover.ts';
import type { Device, DeviceFault } from './device/port.ts';
import type { Durability } from './durability.ts';
import type { Lsn } from './store.ts';

/** What an opened store is made of, and who is told what happens to it. */
export interface LogStoreOptions {
  readonly device: Device;
  readonly world: World;
  readonly durability: Durability;
  readonly cacheBytes: number;
  readonly recovered: Recovered;
  /** How large the reserve may become; 0, or nothing, for a device without a bound. */
  readonly reserveBytesMax?: number | undefined;
  /** The device has become full: from now on only what makes the store smaller is taken. */
  readonly onFull: () => void;
  /** Records before this one, which its readers may still want, are given up. */
  readonly onGivenUp: (fromLsn: Lsn) => void;
  /** The store has stopped: nothing more can be read or written through it. */
  readonly onFatal: (fault: DeviceFault) => void;
}
