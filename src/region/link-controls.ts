import type { Channel } from '../kernel/channel.ts';
import { Listeners } from '../kernel/listeners.ts';
import type { World } from '../kernel/world.ts';
import type { LinkSettings, LinkState, LinkTroubles } from '../wire/extensions/regions.ts';
import { WHOLE_LINK } from '../wire/extensions/regions.ts';

/** There are no more Regions than this, whatever names a stranger makes up. */
const LINKS_MAX = 64;

/** How long a message is held back at most that others overtake, beside the delay of its link. */
const HELD_BACK_MS = 200;

/** A link as the Region where it ends tells of it. */
export type LinkReport = Omit<LinkState, 'To'>;

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
  readonly heard = new Listeners<[message: unknown]>();

  constructor(channel: Channel, world: World, senderOf: SenderOf) {
    this.#channel = channel;
    this.#world = world;
    this.#senderOf = senderOf;
    channel.heard.add((message) => {
      this.#hear(message);
    });
  }

  /** Changes the link from `from`; members left out stay as they are. */
  set(from: string, settings: LinkTroubles): LinkSettings {
    const link = this.#link(from);
    link.settings = { ...link.settings, ...settings };
    return link.settings;
  }

  reports(): readonly LinkReport[] {
    return [...this.#links].map(([From, { settings, delivered, lost }]) => ({
      From,
      ...settings,
      Delivered: delivered,
      Lost: lost,
    }));
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
    const { Cut, Loss, Duplicate } = link.settings;
    if (Cut || this.#happens(Loss)) {
      link.lost++;
      return;
    }
    this.#deliver(link, message);
    if (this.#happens(Duplicate)) this.#deliver(link, message);
  }

  #deliver(link: Link, message: unknown): void {
    const { DelayMs: delayMs, Reorder } = link.settings;
    const heldMs = this.#happens(Reorder) ? HELD_BACK_MS * this.#fraction() : 0;
    if (delayMs + heldMs === 0) {
      this.#hand(link, message);
      return;
    }
    this.#world.host.after(delayMs + heldMs, () => {
      // What is under way when a link is cut is lost, too.
      if (link.settings.Cut) link.lost++;
      else this.#hand(link, message);
    });
  }

  #hand(link: Link, message: unknown): void {
    if (this.#isClosed) return;
    link.delivered++;
    this.heard.tell(message);
  }

  #happens(chance: number): boolean {
    return chance > 0 && this.#fraction() < chance;
  }

  #fraction(): number {
    return this.#world.random.nextUint32() / 2 ** 32;
  }

  #link(from: string): Link {
    const link = this.#links.get(from) ?? { settings: WHOLE_LINK, delivered: 0, lost: 0 };
    this.#links.set(from, link);
    return link;
  }
}
