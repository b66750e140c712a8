import type { Channel } from '../kernel/channel.ts';

/**
 * The ways to one client: a channel from the start, and ports that it may take when they reach it. What it says is heard on
 * each of them; it is answered where it has spoken last.
 */
export class ClientLink {
  readonly #ways: Channel[] = [];
  #answering: Channel;
  readonly #receive: (message: unknown) => void;

  constructor(channel: Channel, receive: (message: unknown) => void) {
    this.#answering = channel;
    this.#receive = receive;
    this.add(channel);
  }

  add(way: Channel): void {
    this.#ways.push(way);
    way.onMessage = (message) => {
      this.#answering = way;
      this.#receive(message);
    };
  }

  post(message: unknown): void {
    this.#answering.post(message);
  }

  close(): void {
    for (const way of this.#ways) way.close();
  }
}
