import type { DatabaseEvent } from '../../wire/events.ts';

type Hear = (event: DatabaseEvent) => void;

/** Listeners by topic. A topic is the type of an event. */
export class Subscriptions {
  readonly #onChange: () => void;
  readonly #hearers = new Map<string, Set<Hear>>();

  /** `onChange` is called whenever there are other {@link topics} than before. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get topics(): readonly string[] {
    return [...this.#hearers.keys()];
  }

  /** `hear` is told of this topic from now on: once, however often it is added. */
  add(topic: string, hear: Hear): void {
    const hearers = this.#hearers.get(topic);
    if (hearers !== undefined) {
      hearers.add(hear);
      return;
    }
    this.#hearers.set(topic, new Set([hear]));
    this.#onChange();
  }

  /** `hear` is told of nothing any more. */
  drop(hear: Hear): void {
    const before = this.#hearers.size;
    for (const [topic, hearers] of this.#hearers)
      if (hearers.delete(hear) && hearers.size === 0) this.#hearers.delete(topic);
    if (this.#hearers.size < before) this.#onChange();
  }

  tell(event: DatabaseEvent): void {
    for (const hear of this.#hearers.get(event.type) ?? []) hear(event);
  }
}
