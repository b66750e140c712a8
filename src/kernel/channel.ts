import { Listeners } from './listeners.ts';

/** Everyone who has a channel of one name open hears what the others post on it, as structured clones. */
export interface Channel {
  /** Buffers of the message that are not needed any more: they need not be copied where only one hears it. */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Told of what the others post. Nobody hears what came before he listened. */
  readonly heard: Listeners<[message: unknown]>;
  close(): void;
}

/** Opens channels between the tabs of one site: BroadcastChannel in a browser. */
export interface Channels {
  open(name: string): Channel;
}

/** The channels of a tab that is alone. */
export const NO_CHANNELS: Channels = {
  open: () => ({ heard: new Listeners(), post: () => undefined, close: () => undefined }),
};
