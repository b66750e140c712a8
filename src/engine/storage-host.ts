import type { World } from '../kernel/world.ts';
import { patientDevice, patiently } from '../storage/device/device-timeout.ts';
import { recover } from '../storage/checkpoint/recover.ts';
import type { OpeningProgress } from '../storage/checkpoint/opening-progress.ts';
import type { LogDamage } from '../storage/checkpoint/redo.ts';
import type { Device, DeviceOpener } from '../storage/device/port.ts';
import { DeviceFault } from '../storage/device/port.ts';
import { LogStore } from '../storage/log-store.ts';
import type { Lsn } from '../storage/store.ts';
import type { EngineOptions } from './engine-interface.ts';

/** Reopenings in a row before the host gives up. */
const ATTEMPTS_MAX = 3;

/** A store that is open over its device. */
export interface HostedStore {
  readonly device: Device;
  readonly store: LogStore;
  readonly damage: readonly LogDamage[];
}

export interface StorageEvents {
  readonly onProgress?: ((progress: OpeningProgress) => void) | undefined;
  /** The store stopped and is being opened again from the device. */
  readonly onRestarting: (fault: DeviceFault) => void;
  readonly onRestarted: (hosted: HostedStore) => void;
  /** There is no store any more. */
  readonly onFailed: (fault: DeviceFault) => void;
  /** The device has become full. */
  readonly onFull: () => void;
  /** The device is full: what readers want of the log before this record is given up. */
  readonly onGivenUp: (fromLsn: Lsn) => void;
}

/**
 * Keeps a store open over the device. After a fault that leaves the outcome of writes undecided it throws away all memory and
 * recovers from the device again: the same path as after a crash, and the only one.
 */
export class StorageHost {
  readonly #world: World;
  readonly #devices: DeviceOpener;
  readonly #options: EngineOptions;
  readonly #events: StorageEvents;
  #storeId: string | undefined;
  #isClosed = false;

  constructor(world: World, devices: DeviceOpener, options: EngineOptions, events: StorageEvents) {
    this.#world = world;
    this.#devices = devices;
    this.#options = options;
    this.#events = events;
    this.#storeId = options.expectedStoreId;
  }

  /** First opening. Rejects with `StoreRefused` or `DeviceFault`. */
  open(): Promise<HostedStore> {
    return this.#openOnce();
  }

  /** No reopening from here on. */
  close(): void {
    this.#isClosed = true;
  }

  async #openOnce(): Promise<HostedStore> {
    let hosted: HostedStore | undefined;
    // Who reads from memory would not find out.
    const opened = await this.#openDevice(() => {
      const fault = new DeviceFault('closed', 'the connection to the database was ended');
      if (hosted !== undefined) this.fail(hosted, fault);
    });
    const device = patientDevice(opened.device, this.#world);
    try {
      const recovered = await recover({
        device,
        world: this.#world,
        cacheBytes: this.#options.cacheBytes,
        expectedStoreId: this.#storeId,
        epochAbove: this.#options.epochAbove,
        onProgress: this.#events.onProgress,
      });
      this.#storeId = recovered.superblock.storeId;
      const store: LogStore = new LogStore({
        device,
        world: this.#world,
        durability: this.#options.durability,
        cacheBytes: this.#options.cacheBytes,
        recovered,
        reserveBytesMax: this.#options.reserveBytesMax,
        onFull: this.#events.onFull,
        onGivenUp: this.#events.onGivenUp,
        onFatal: (fault) => {
          this.fail({ device, store, damage: [] }, fault);
        },
      });
      hosted = { device, store, damage: recovered.damage };
      return hosted;
    } catch (error) {
      device.close();
      throw error;
    }
  }

  /** A connection that comes when nobody waits for it any more is closed again. */
  async #openDevice(onClosed: () => void): ReturnType<DeviceOpener['open']> {
    const mustExist = this.#storeId !== undefined;
    const opening = this.#devices.open({ mustExist, onClosed });
    try {
      return await patiently(this.#world, opening);
    } catch (error) {
      opening.then(
        ({ device }) => device.close(),
        () => undefined,
      );
      throw error;
    }
  }

  /** Ends this life of the store and begins the next, unless it ended already. */
  fail({ store, device }: HostedStore, fault: DeviceFault): void {
    if (this.#isClosed || store.log.stopped !== undefined) return;
    const isOver = fault.kind === 'fenced' || fault.kind === 'lost';
    this.#isClosed = isOver;
    if (isOver) this.#events.onFailed(fault);
    else this.#events.onRestarting(fault);
    store.stop(fault);
    device.close();
    if (!isOver) this.#reopen(1);
  }

  #reopen(attempt: number): void {
    this.#openOnce().then(
      (hosted) => {
        if (this.#isClosed) hosted.device.close();
        else this.#events.onRestarted(hosted);
      },
      (error: unknown) => {
        const fault =
          error instanceof DeviceFault
            ? error
            : new DeviceFault('lost', error instanceof Error ? error.message : String(error));
        if (this.#isClosed) return;
        // A write of the former life may land late and take the LSN of the takeover: fenced by ourselves.
        if (attempt >= ATTEMPTS_MAX || fault.kind === 'lost') {
          this.#isClosed = true;
          this.#events.onFailed(fault);
          return;
        }
        this.#world.host.after(this.#world.knobs.reopenRetryMs * attempt, () => {
          this.#reopen(attempt + 1);
        });
      },
    );
  }
}
