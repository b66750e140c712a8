import type { Check } from '../../kernel/check.ts';
import { isCount, isObjectOf, isText, optional } from '../../kernel/check.ts';
import type { TablePlace } from './stream-follower.ts';

const VERSION = 1;

interface SavedPlace extends TablePlace {
  readonly version: number;
}

/** The state of a tail's consumer, as text. */
export function encodePlace({ table, streamArn, position }: TablePlace): string {
  return JSON.stringify({ version: VERSION, table, streamArn, position });
}

/** Throws a `TypeError` when the state is of another table. */
export function decodePlace(text: string, consumer: string, table: string): TablePlace {
  const saved: unknown = JSON.parse(text);
  checkOwner({ consumer, table }, saved);
  return { table, streamArn: saved.streamArn, position: saved.position };
}

const isSaved: Check<SavedPlace> = isObjectOf({
  version: isCount,
  table: isText(),
  streamArn: optional(isText()),
  position: isText(),
});

/** A name belongs to one table: its position means nothing in another's stream. */
function checkOwner(
  { consumer, table }: { readonly consumer: string; readonly table: string },
  saved: unknown,
): asserts saved is SavedPlace {
  if (isNewer(saved)) throw new TypeError(`${consumer} was saved by a newer release`);
  if (!isSaved(saved)) throw new TypeError(`${consumer} has a state that is no place in a stream`);
  if (saved.table !== table) {
    throw new TypeError(`${consumer} belongs to the table ${saved.table}, not to ${table}`);
  }
}

const isNewer = isObjectOf({
  version: (version): version is number => isCount(version) && version > VERSION,
});
