import { commonChannel, parseTabMessage, privateChannel } from '../../rpc/tab-messages.ts';
import type { Prng } from '../world/prng.ts';
import type { SimulatedWorld } from '../world/simulated-world.ts';
import type { SimulatedSite } from './simulated-site.ts';
import { Realm } from './simulated-site.ts';

/** Between two things that it says. */
const PAUSE_MS = 40;
/** How deep what it makes up is. */
const DEPTH = 3;

const KINDS = ['beat', 'visible', 'yours', 'hello', 'welcome', 'refused', 'bye', 'destroyed'];
const MEMBERS = [
  ...['kind', 'v', 'client', 'tab', 'epoch', 'storeId', 'broker', 'done', 'total', 'isHidden'],
  ...['abort', 'confirmed', 'ask', 'question', 'asked', 'outcome', 'owner', 'lost', 'failure'],
];
const NUMBERS = [0, 1, 2, 200, -1, 0.5, Number.NaN, Infinity, 1e15, 2 ** 52, 2 ** 53];
const TEXTS = ['', 'flushed', 'stats', 'constructor', '__proto__', 'DynamoDB_20120810.ListTables'];

/**
 * Another script of the origin that has the channels of the database open and says on them whatever comes to its mind. It makes no
 * client's name up that exists, as accidents do not.
 */
export class Stranger {
  readonly #world: SimulatedWorld;
  readonly #site: SimulatedSite;
  readonly #realm = new Realm();
  /** Channels that it has heard of. */
  readonly #names = new Set<string>();
  said = 0;

  constructor(world: SimulatedWorld, site: SimulatedSite, database: string) {
    this.#world = world;
    this.#site = site;
    this.#names.add(commonChannel(database));
    const common = site.channelsOf(this.#realm).open(commonChannel(database));
    common.heard.add((heard) => {
      const message = parseTabMessage(heard);
      if (message?.kind === 'welcome')
        this.#names.add(privateChannel(database, message.client, message.epoch));
    });
    this.#speakLater();
  }

  leave(): void {
    this.#realm.die();
  }

  #speakLater(): void {
    this.#world.after(this.#world.random.fraction() * PAUSE_MS, () => {
      this.#realm.run(() => {
        this.#speak();
        this.#speakLater();
      });
    });
  }

  #speak(): void {
    const { random } = this.#world;
    const channel = this.#site.channelsOf(this.#realm).open(random.pick([...this.#names]));
    channel.post(random.chance(0.3) ? named(random) : anything(random, DEPTH));
    channel.close();
    this.said++;
  }
}

/** A message like one of ours, of somebody who is not here. */
function named(random: Prng): unknown {
  const client = `stranger-${String(random.nextUint32())}`;
  const v = random.pick([4, 5, 6, 99]);
  const epoch = random.pick([0, 1, 2, 900]);
  return { kind: random.pick(KINDS), v, client, tab: client, epoch, storeId: client };
}

function anything(random: Prng, depth: number): unknown {
  const kinds = depth === 0 ? 5 : 9;
  switch (random.nextUint32() % kinds) {
    case 0:
      return random.pick(NUMBERS);
    case 1:
      return random.pick(TEXTS);
    case 2:
      return random.pick([null, undefined, true, false, 10n]);
    case 3:
      return random.pick([new Date(0), /a/, new Uint8Array(3), new Map([[1, 2]]), new Error('no')]);
    case 4:
      return new Array<unknown>(random.pick([1, 3, 4_294_967_295]));
    case 5:
      return Array.from({ length: random.nextUint32() % 8 }, () => anything(random, depth - 1));
    case 6:
      return calls(random);
    default:
      return Object.fromEntries(
        Array.from({ length: 1 + (random.nextUint32() % 4) }, () => [
          random.pick(MEMBERS),
          anything(random, depth - 1),
        ]),
      );
  }
}

/** Nearly calls or answers: one of the parts is not what it should be. */
function calls(random: Prng): unknown {
  const list: unknown[] = [0, 1, random.pick(['A', 200]), 2, 'a', 'b'];
  list[random.nextUint32() % list.length] = random.pick([null, -1, 1e15, Number.NaN, {}, 2 ** 53]);
  return list;
}
