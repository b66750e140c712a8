/** Everyone who has a channel of one name open hears what the others post on it, as structured clones. */
export interface Channel {
  post(message: unknown): void;
  onMessage: ((message: unknown) => void) | undefined;
  close(): void;
}

/** Opens channels between the tabs of one site: BroadcastChannel in a browser. */
export interface Channels {
  open(name: string): Channel;
}
