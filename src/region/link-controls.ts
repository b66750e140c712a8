import type { Channel } from '../kernel/channel.ts';
import type { World } from '../kernel/world.ts';

/** What a link between two Regions does to messages, one way. Chances are between 0 and 1. */
export interface LinkSettings {
  readonly isCut: boolean;
  readonly delayMs: number;
  readonly loss: number;
  readonly duplicate: number;
  /** Chance of a message being held back, so that later ones overtake it. */
  readonly reorder: number;
}

export const PERFECT_LINK: LinkSettings = {
  isCut: false,
  delayMs: 0,
  loss: 0,
  duplicate: 0,
  reorder: 0,
};

/** There are no more Regions than this, whatever names a stranger makes up. */
const LINKS_MAX = 64;

/** How long a message is held back at most that others overtake, beside the delay of its link. */
const HELD_BACK_MS = 200;

export interface LinkReport {
  readonly from: string;
  readonly settings: LinkSettings;
  readonly delivered: number;
  readonly lost: number;
}

interface Link {
  settings: LinkSettings;
  delivered: number;
  lost: number;
}

/** Names the Region that a message came from; undefined for what is no message. */
type SenderOf = (message: unknown) => string | undefined;

/**
 * The channel of one Region with the troubles of its links: each link is troubled where it ends, so that one Region's settings
 * are those of the links to it.
 */
export class LinkControls implements Channel {
  readonly #channel: Channel;
  readonly #world: World;
  readonly #senderOf: SenderOf;
  readonly #links = new Map<string, Link>();
  #isClosed = false;
  onMessage: ((message: unknown) => void) | undefined;

  constructor(channel: Channel, world: World, senderOf: SenderOf) {
    this.#channel = channel;
    this.#world = world;
    this.#senderOf = senderOf;
    channel.onMessage = (message) => {
      this.#hear(message);
    };
  }

  /** Changes the link from `from`; members left out stay as they are. */
  set(from: string, settings: Partial<LinkSettings>): LinkSettings {
    const link = this.#link(from);
    link.settings = { ...link.settings, ...settings };
    return link.settings;
  }

  reports(): readonly LinkReport[] {
    return [...this.#links].map(([from, link]) => ({ from, ...link }));
  }

  post(message: unknown): void {
    this.#channel.post(message);
  }

  close(): void {
    this.#isClosed = true;
    this.#channel.close();
  }

  #hear(message: unknown): void {
    const from = this.#senderOf(message);
    if (from === undefined || this.#isClosed) return;
    if (this.#links.size >= LINKS_MAX && !this.#links.has(from)) return;
    const link = this.#link(from);
    const { isCut, loss, duplicate } = link.settings;
    if (isCut || this.#happens(loss)) {
      link.lost++;
      return;
    }
    this.#deliver(link, message);
    if (this.#happens(duplicate)) this.#deliver(link, message);
  }

  #deliver(link: Link, message: unknown): void {
    const { delayMs, reorder } = link.settings;
    const heldMs = this.#happens(reorder) ? HELD_BACK_MS * this.#fraction() : 0;
    if (delayMs + heldMs === 0) {
      this.#hand(link, message);
      return;
    }
    this.#world.host.after(delayMs + heldMs, () => {
      // What is under way when a link is cut is lost, too.
      if (link.settings.isCut) link.lost++;
      else this.#hand(link, message);
    });
  }

  #hand(link: Link, message: unknown): void {
    if (this.#isClosed) return;
    link.delivered++;
    this.onMessage?.(message);
  }

  #happens(chance: number): boolean {
    return chance > 0 && this.#fraction() < chance;
  }

  #fraction(): number {
    return this.#world.random.nextUint32() / 2 ** 32;
  }

  #link(from: string): Link {
    const link = this.#links.get(from) ?? { settings: PERFECT_LINK, delivered: 0, lost: 0 };
    this.#links.set(from, link);
    return link;
  }
}
