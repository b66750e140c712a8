import type { Channel } from '../kernel/channel.ts';

/**
 * The ways to one client: a channel from the start, and ports that it may take when they reach it. What it says is heard on
 * each of them; it is answered where it has spoken last.
 */
export class ClientLink {
  readonly #channel: Channel;
  #ports: readonly Channel[] = [];
  #answering: Channel;
  readonly #receive: (message: unknown) => void;

  constructor(channel: Channel, receive: (message: unknown) => void) {
    this.#channel = channel;
    this.#answering = channel;
    this.#receive = receive;
    this.#hear(channel);
  }

  /** The client may take this port, or never. */
  add(port: Channel): void {
    this.#ports = [...this.#ports, port];
    this.#hear(port);
  }

  #hear(way: Channel): void {
    way.onMessage = (message) => {
      if (this.#ports.indexOf(way) > 0) this.#dropBefore(way);
      this.#answering = way;
      this.#receive(message);
    };
  }

  /** A client that has taken a port has lost, or never had, those before it. */
  #dropBefore(port: Channel): void {
    const index = this.#ports.indexOf(port);
    for (const former of this.#ports.slice(0, index)) former.close();
    this.#ports = this.#ports.slice(index);
  }

  post(message: unknown): void {
    this.#answering.post(message);
  }

  close(): void {
    this.#channel.close();
    for (const port of this.#ports) port.close();
  }
}
