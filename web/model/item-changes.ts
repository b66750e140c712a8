/** What differs between two versions of an item, as paths an expression can name. */
import { typedValue, type WireItem, type WireValue } from './attribute-value.ts';
import { sameValue } from './image-difference.ts';
import { ownMember } from './own-member.ts';

export interface Change {
  /** The attribute, then names of members of maps. */
  readonly path: readonly [string, ...string[]];
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
    if (old !== undefined && fresh !== undefined) {
      if (sameValue(old, fresh)) continue;
      const maps = grain === 'inside' && parent.length + 1 < STEPS_MAX && bothMaps(old, fresh);
      if (maps) {
        yield* memberChanges([...parent, name], maps[0], maps[1], grain);
        continue;
      }
    }
    yield { path: [...parent, name] as unknown as Change['path'], before: old, after: fresh };
  }
}

function bothMaps(one: WireValue, other: WireValue): readonly [WireItem, WireItem] | false {
  const [{ type, content }, against] = [typedValue(one), typedValue(other)];
  return type === 'M' && against.type === 'M'
    ? [content as WireItem, against.content as WireItem]
    : false;
}
