import { Prng } from '../world/prng.ts';

export interface ItemKey {
  readonly table: string;
  readonly pk: string;
  readonly sk: string;
}

/** What a write does to one item, and whether it insists on the item being there or not. */
export interface Action {
  readonly key: ItemKey;
  readonly effect: 'put' | 'add' | 'delete' | 'none';
  /** What a put writes, and how many spaces follow it. */
  readonly value: string;
  readonly paddingBytes: number;
  readonly mustExist: boolean | undefined;
}

export type Request =
  | { readonly kind: 'write'; readonly action: Action }
  | { readonly kind: 'transaction'; readonly token: string; readonly actions: readonly Action[] }
  | { readonly kind: 'batch'; readonly actions: readonly Action[] }
  | { readonly kind: 'get'; readonly key: ItemKey }
  | { readonly kind: 'query'; readonly table: string; readonly pk: string }
  | { readonly kind: 'scan'; readonly table: string };

/** Requests of one burst are sent in the same turn and share no item. */
export type ScriptStep =
  | { readonly kind: 'burst'; readonly requests: readonly Request[] }
  | { readonly kind: 'pause'; readonly ms: number }
  | { readonly kind: 'close' | 'kill' | 'scrub' };

export const TABLES = ['left', 'right'] as const;
const COLLECTIONS = ['a', 'b', 'c', 'd'];
const SORT_KEYS = ['1', '2', '3', '4', '5', '6'];
const KEYS: readonly ItemKey[] = TABLES.flatMap((table) =>
  COLLECTIONS.flatMap((pk) => SORT_KEYS.map((sk) => ({ table, pk, sk }))),
);

/** Long enough for the interval barrier, and for the idle checkpoint with all its commits. */
const BARRIER_MS = 300;
const CHECKPOINT_MS = 3_000;
/** One value in so many is larger than a stored value may be: a group of several frames, a page of several pieces. */
const LARGE_EVERY = 100;

/** Draws a script of `count` requests; the same seed gives the same script. */
export function drawScript(seed: number, count: number): readonly ScriptStep[] {
  const random = new Prng(seed);
  const steps: ScriptStep[] = [];
  for (let drawn = 0; drawn < count;) {
    const size = Math.min(1 + random.below(4), count - drawn);
    const before = drawn;
    steps.push(drawBurst(random, drawn, size));
    drawn += size;
    const passed = (every: number): boolean =>
      Math.floor(before / every) !== Math.floor(drawn / every);
    if (passed(100)) steps.push({ kind: 'scrub' });
    if (passed(50)) steps.push({ kind: random.pick(['close', 'kill']) });
    else if (passed(25)) steps.push({ kind: 'pause', ms: CHECKPOINT_MS });
    else if (passed(10)) steps.push({ kind: 'pause', ms: BARRIER_MS });
  }
  return steps;
}

function drawBurst(random: Prng, first: number, size: number): ScriptStep {
  if (size === 1 && random.chance(0.5)) {
    const { table, pk } = random.pick(KEYS);
    const request: Request = random.chance(0.5)
      ? { kind: 'scan', table }
      : { kind: 'query', table, pk };
    return { kind: 'burst', requests: [request] };
  }
  const free = [...KEYS];
  const requests = Array.from({ length: size }, (_, i) => drawRequest(random, first + i, free));
  return { kind: 'burst', requests };
}

/** Takes the keys of the request out of `free`. */
function drawRequest(random: Prng, number: number, free: ItemKey[]): Request {
  const take = (): ItemKey => free.splice(random.below(free.length), 1)[0] as ItemKey;
  const action = (effects: readonly Action['effect'][], conditional: number): Action => ({
    key: take(),
    effect: random.pick(effects),
    value: `v${String(number)}.${String(free.length)}`,
    paddingBytes: random.below(LARGE_EVERY) === 0 ? 70_000 : random.below(1_500),
    mustExist: random.chance(conditional) ? random.chance(0.5) : undefined,
  });
  const some = (most: number, one: () => Action): Action[] =>
    Array.from({ length: 2 + random.below(most - 1) }, one);
  const kind = random.below(10);
  if (kind < 4) return { kind: 'write', action: action(['put', 'put', 'add', 'delete'], 0.3) };
  if (kind < 7) {
    const actions = some(4, () => action(['put', 'add', 'delete', 'none'], 0.2));
    const checked = actions.map((each) =>
      each.effect === 'none' ? { ...each, mustExist: each.mustExist ?? true } : each,
    );
    return { kind: 'transaction', token: `t${String(number)}`, actions: checked };
  }
  if (kind < 9)
    return { kind: 'batch', actions: some(4, () => action(['put', 'put', 'delete'], 0)) };
  return { kind: 'get', key: take() };
}
