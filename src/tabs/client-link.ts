import type { Channel } from '../kernel/channel.ts';
import type { OwnerMessage, PageMessage } from '../rpc/protocol.ts';
import { parsePageMessage } from '../rpc/port-message-checks.ts';

/**
 * The ways to one client: a channel from the start, and ports that it may take when they reach it. What it says is heard on
 * each of them; it is answered where it has spoken last. What a stranger says there is not heard.
 */
export class ClientLink {
  readonly #channel: Channel;
  #ports: readonly Channel[] = [];
  #answering: Channel;
  readonly #receive: (message: PageMessage) => void;
  readonly #onOtherWay: () => void;

  /** `onOtherWay`: it is answered elsewhere from now on, and what is under way may come after that. */
  constructor(channel: Channel, receive: (message: PageMessage) => void, onOtherWay: () => void) {
    this.#channel = channel;
    this.#answering = channel;
    this.#receive = receive;
    this.#onOtherWay = onOtherWay;
    this.#hear(channel);
  }

  /** The client may take this port, or never. */
  add(port: Channel): void {
    this.#ports = [...this.#ports, port];
    this.#hear(port);
  }

  #hear(way: Channel): void {
    way.heard.add((heard) => {
      const message = parsePageMessage(heard);
      if (message === undefined) return;
      if (this.#ports.indexOf(way) > 0) this.#dropBefore(way);
      if (this.#answering !== way) this.#onOtherWay();
      this.#answering = way;
      this.#receive(message);
    });
  }

  /** A client that has taken a port has lost, or never had, those before it. */
  #dropBefore(port: Channel): void {
    const index = this.#ports.indexOf(port);
    for (const former of this.#ports.slice(0, index)) former.close();
    this.#ports = this.#ports.slice(index);
  }

  post(message: OwnerMessage, transfer?: readonly ArrayBuffer[]): void {
    this.#answering.post(message, transfer);
  }

  close(): void {
    this.#channel.close();
    for (const port of this.#ports) port.close();
  }
}
