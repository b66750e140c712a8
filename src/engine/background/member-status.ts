import type { ServiceTime } from '../../kernel/time.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { BackgroundFailure } from '../../wire/reports.ts';

/** How one member of the background stands. */
export class Status {
  readonly name: string;
  readonly #service: ServiceTime;
  readonly #onFailed: (message: string) => void;
  /** When it last did a step, in milliseconds since 1970. */
  lastRunMs: number | undefined;
  /** What it failed with and has not got over. */
  failed: BackgroundFailure | undefined;

  constructor(name: string, service: ServiceTime, onFailed: (message: string) => void) {
    this.name = name;
    this.#service = service;
    this.#onFailed = onFailed;
  }

  ran(): void {
    this.lastRunMs = this.#service.now();
    this.failed = undefined;
  }

  /** What fails with the device is no failure of the member: the store is opened again, or has no room. */
  failedWith(error: unknown): void {
    if (error instanceof DeviceFault) return;
    const message = error instanceof Error ? error.message : String(error);
    const isNews = this.failed?.message !== message;
    this.failed = { message, atMs: this.#service.now() };
    if (isNews) this.#onFailed(message);
  }
}
