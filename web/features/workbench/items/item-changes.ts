/** What differs between two versions of an item, as paths an expression can name. */
import { typedValue, type WireItem, type WireValue } from '../../../values/attribute-value.ts';
import { sameValue } from '../../../values/image-difference.ts';
import { ownMember } from '../../../values/own-member.ts';

export interface Change {
  /** The attribute, then names of members of maps. */
  readonly path: readonly string[];
  /** Undefined where there was nothing, or is nothing now. */
  readonly before: WireValue | undefined;
  readonly after: WireValue | undefined;
}

/** `inside` maps tells the member that differs; `attributes` the whole attribute. Lists are whole: their indexes move. */
export type ChangeGrain = 'inside' | 'attributes';

/** DynamoDB takes paths of 32 steps. */
const STEPS_MAX = 32;

export function changesOf(
  before: WireItem,
  after: WireItem,
  grain: ChangeGrain,
): readonly Change[] {
  return [...memberChanges([], before, after, grain)];
}

function* memberChanges(
  parent: readonly string[],
  before: WireItem,
  after: WireItem,
  grain: ChangeGrain,
): Generator<Change> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, fresh] = [ownMember(before, name), ownMember(after, name)];
    const path = [...parent, name] as const;
    if (old !== undefined && fresh !== undefined) {
      if (sameValue(old, fresh)) continue;
      const maps = grain === 'inside' && path.length < STEPS_MAX && bothMaps(old, fresh);
      if (maps) {
        yield* memberChanges(path, maps[0], maps[1], grain);
        continue;
      }
    }
    yield { path, before: old, after: fresh };
  }
}

/** An edit of `before` put on `now`, which others made of it: what was edited as it was edited, all else as it is now. */
export function rebased(before: WireItem, edited: WireItem, now: WireItem): WireItem {
  const names = new Set([...Object.keys(now), ...Object.keys(edited)]);
  const entries = [...names].map((name) => {
    const [old, mine, theirs] = [before, edited, now].map((item) => ownMember(item, name));
    return [name, rebasedValue(old, mine, theirs)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as WireItem;
}

type Maybe = WireValue | undefined;

function rebasedValue(old: Maybe, mine: Maybe, theirs: Maybe): Maybe {
  if (old === undefined || mine === undefined) return old === mine ? theirs : mine;
  if (sameValue(old, mine)) return theirs;
  const edits = bothMaps(old, mine);
  const target = theirs === undefined ? false : bothMaps(mine, theirs);
  return edits && target ? { M: rebased(edits[0], edits[1], target[1]) } : mine;
}

function bothMaps(one: WireValue, other: WireValue): readonly [WireItem, WireItem] | false {
  const [{ type, content }, against] = [typedValue(one), typedValue(other)];
  return type === 'M' && against.type === 'M'
    ? [content as WireItem, against.content as WireItem]
    : false;
}
