import type { Channel } from '../../kernel/channel.ts';
import type { Timer } from '../../kernel/time.ts';
import type { World } from '../../kernel/world.ts';
import type { Body, Message, RegionQuestion, Reply } from './region-messages.ts';
import { PROTOCOL, readMessage } from './region-messages.ts';

/** What a Region has said in one life of its engine, in the order of asking. */
export interface QuestionPlace {
  readonly life: number;
  readonly id: number;
}

interface Open {
  readonly to: string;
  readonly what: RegionQuestion['what'];
  readonly timer: Timer;
  readonly settle: (reply: Reply | undefined) => void;
}

export interface Listener {
  /** Another Region has announced something. */
  readonly onAnnounced: (from: string, life: number, body: Announcement) => void;
  /** Another Region asks; `reply` may be called later, or never. */
  readonly onQuestion: (
    from: string,
    question: RegionQuestion,
    reply: (reply: Reply) => void,
    place: QuestionPlace,
  ) => void;
}

export type Announcement = Extract<Body, { readonly kind: 'hello' | 'hint' }>;

/**
 * Questions and answers over a channel that promises nothing. Questions are numbered; an answer that comes late, twice, to
 * another life of the engine, or to another question than was asked, is dropped.
 */
export class Conversation {
  readonly region: string;
  readonly #channel: Channel;
  readonly #world: World;
  readonly #listener: Listener;
  readonly #open = new Map<number, Open>();
  readonly #life: number;
  #lastId: number;
  #isClosed = false;

  constructor(region: string, channel: Channel, world: World, listener: Listener) {
    this.region = region;
    this.#channel = channel;
    this.#world = world;
    this.#listener = listener;
    this.#life = world.random.nextUint32();
    // Numbers of one life are not met in the next.
    this.#lastId = world.random.nextUint32();
    channel.heard.add((heard) => {
      const message = readMessage(heard);
      if (message !== undefined) this.#hear(message);
    });
  }

  announce(body: Announcement, to?: string): void {
    this.#post(body, to);
  }

  /** Resolves with the answer, or undefined where none comes in time. Never rejects. */
  ask(
    to: string,
    question: RegionQuestion,
    patienceMs = this.#world.knobs.regionPatienceMs,
  ): Promise<Reply | undefined> {
    if (this.#isClosed) return Promise.resolve(undefined);
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const settle = (reply: Reply | undefined): void => {
        this.#open.get(id)?.timer.cancel();
        this.#open.delete(id);
        resolve(reply);
      };
      const timer = this.#world.host.after(patienceMs, () => {
        settle(undefined);
      });
      this.#open.set(id, { to, what: question.what, timer, settle });
      this.#post({ kind: 'question', id, question }, to);
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const open of [...this.#open.values()]) open.settle(undefined);
  }

  #post(body: Body, to: string | undefined): void {
    if (this.#isClosed) return;
    const message: Message = { protocol: PROTOCOL, from: this.region, to, life: this.#life, body };
    this.#channel.post(message);
  }

  #hear({ from, to, life, body }: Message): void {
    if (this.#isClosed || from === this.region) return;
    if (to !== undefined && to !== this.region) return;
    if (body.kind === 'reply') this.#settle(from, body.id, body.reply);
    else if (body.kind !== 'question') this.#listener.onAnnounced(from, life, body);
    else {
      const { id } = body;
      const reply = (answer: Reply): void => {
        this.#post({ kind: 'reply', id, reply: answer }, from);
      };
      this.#listener.onQuestion(from, body.question, reply, { life, id });
    }
  }

  #settle(from: string, id: number, reply: Reply): void {
    const open = this.#open.get(id);
    if (open?.to !== from) return;
    if (reply.what === open.what || reply.what === 'nothing') open.settle(reply);
    else if (reply.what === 'trimmed' && open.what === 'changes') open.settle(reply);
  }
}
