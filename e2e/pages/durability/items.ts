import type { AttributeValue, ItemImage } from 'hashrange/external';

const KEYS_PER_PARTITION = 7;
const TEXT_LENGTHS = 2_400;

/** `lane/kind/number`, its lane and number spread over partition keys. */
export function keyOf(lane: number, kind: 'item' | 'counter' | 'filler', number: number): string {
  return `${lane}/${kind}/${number}`;
}

/** The item's primary key. */
export function primaryKeyOf(key: string): Record<'pk' | 'sk', AttributeValue> {
  const [lane, , number] = key.split('/');
  return { pk: { S: `${lane}#${Number(number) % KEYS_PER_PARTITION}` }, sk: { S: key } };
}

/** Text that goes with a version: of many lengths, so that pages split, and never right for another version. */
function textOf(version: number): string {
  const length = 40 + ((version * 7_919) % TEXT_LENGTHS);
  return `${version} `.repeat(Math.ceil(length / 2)).slice(0, length);
}

export function itemOf(key: string, version: number): Record<string, AttributeValue> {
  return {
    ...primaryKeyOf(key),
    version: { N: String(version) },
    text: { S: textOf(version) },
  };
}

/** Key and version of a stored item, and whether its content belongs to them. */
export function readItem(item: ItemImage): {
  readonly key: string;
  readonly version: number;
  readonly fits: boolean;
} {
  const key = item['sk']?.S ?? '';
  const version = Number(item['version']?.N);
  const wanted = key.includes('/counter/') ? undefined : textOf(version);
  return { key, version, fits: item['text']?.S === wanted };
}
