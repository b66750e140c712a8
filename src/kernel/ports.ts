import type { Channel } from './channel.ts';

/**
 * Ports between two tabs that nobody else is on: faster than a channel, and not always to be had. A broker brings them from one
 * tab to the other; where it is, the tab that offers tells the other.
 */
export interface PortOffers {
  /** URL of the broker: the asking tab must name the same. */
  readonly broker: string;
  /** One end, at once; the other is for who asks the broker for it by this name. */
  offer(name: string): Channel;
}

export interface PortRequests {
  /** The other end, if it ever comes, until the returned function is called. */
  ask(broker: string, name: string, onPort: (port: Channel) => void): () => void;
}
