import type { TextAnswer } from '../../engine/engine-interface.ts';
import type { SimulatedDevice } from '../device/simulated-device.ts';
import type { LogArchive } from './region-oracle.ts';

/** A Region as the simulation drives it, whoever runs its engine. */
export interface RegionLife {
  readonly name: string;
  readonly device: SimulatedDevice;
  readonly archive: LogArchive;
  readonly deaths: number;
  /** How far the clock is off. */
  skewMs: number;
  readonly open: () => Promise<void>;
  /** Something dies, or the whole machine loses its power. Answers the last commit that is left. */
  readonly die: (isPowerCut: boolean) => number;
  /** Who was held up goes on. */
  readonly resume: () => void;
  /** Whether everything so far survives a power cut; false when who was asked dies before it does. */
  readonly flushed: () => Promise<boolean>;
  readonly close: () => Promise<void>;
  /** The answer, or undefined when who asked died before it. */
  readonly ask: (operation: string, input: object, api?: string) => Promise<TextAnswer | undefined>;
}
