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
  /** The failure that was told last: one that comes again is no news. */
  #told: string | undefined;

  /** `before` is how it stood when the last life of the store ended: what it had not got over stands, and is news again when it comes again. */
  constructor(
    name: string,
    service: ServiceTime,
    onFailed: (message: string) => void,
    before: Status | undefined,
  ) {
    this.name = name;
    this.#service = service;
    this.#onFailed = onFailed;
    this.lastRunMs = before?.lastRunMs;
    this.failed = before?.failed;
  }

  ran(): void {
    this.lastRunMs = this.#service.now();
    this.failed = undefined;
    this.#told = undefined;
  }

  /** What fails with the device is no failure of the member: the store is opened again, or has no room. */
  failedWith(error: unknown): void {
    if (error instanceof DeviceFault) return;
    const message = error instanceof Error ? error.message : String(error);
    this.failed = { message, atMs: this.#service.now() };
    if (this.#told === message) return;
    this.#told = message;
    this.#onFailed(message);
  }
}
