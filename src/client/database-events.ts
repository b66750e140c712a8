import type { DatabaseEvent } from '../wire/events.ts';
import type { Subscriptions } from './link/subscriptions.ts';

/** `owner`, `tabs`, `tables`, `written`, `background-failed`, `quota`, `storage-lost`, `ended`, `given-up`, `conflict`. */
export type DatabaseEventType = DatabaseEvent['type'];

/** The event of a type, its members beside `type` and `region`. */
export type DatabaseEventOf<Type extends DatabaseEventType> = Extract<
  DatabaseEvent,
  { readonly type: Type }
>;

export type DatabaseListener<Type extends DatabaseEventType> = (
  event: DatabaseEventOf<Type>,
) => void;

export interface ListenerOptions {
  /** The listener is removed when it aborts. */
  readonly signal?: AbortSignal;
  /** The listener is removed when it has been called. */
  readonly once?: boolean;
}

class ToldEvent extends Event {
  constructor({ type, ...members }: DatabaseEvent) {
    super(type);
    Object.assign(this, members);
  }
}

/** The listeners of one handle: on all its Regions, from the first listener of a type until the handle closes. */
export class DatabaseEvents {
  readonly #sources: readonly Subscriptions[];
  readonly #target = new EventTarget();
  readonly #dispatch = (event: DatabaseEvent): void => {
    this.#target.dispatchEvent(new ToldEvent(event));
  };

  constructor(sources: readonly Subscriptions[]) {
    this.#sources = sources;
  }

  add<Type extends DatabaseEventType>(
    type: Type,
    listener: DatabaseListener<Type>,
    options: ListenerOptions | undefined,
  ): void {
    this.#target.addEventListener(type, listener as unknown as EventListener, options);
    for (const source of this.#sources) source.add(type, this.#dispatch);
  }

  remove<Type extends DatabaseEventType>(type: Type, listener: DatabaseListener<Type>): void {
    this.#target.removeEventListener(type, listener as unknown as EventListener);
  }

  end(): void {
    for (const source of this.#sources) source.drop(this.#dispatch);
  }
}
