import type { StreamPlace } from './stream-follower.ts';

const VERSION = 1;

interface SavedPlace extends StreamPlace {
  readonly version: number;
}

/** The state of a tail's consumer, as text. */
export function encodePlace({ table, streamArn, position }: StreamPlace): string {
  return JSON.stringify({ version: VERSION, table, streamArn, position });
}

/** Throws a `TypeError` when the state is of another table. */
export function decodePlace(text: string, consumer: string, table: string): StreamPlace {
  const saved = JSON.parse(text) as SavedPlace;
  checkOwner({ consumer, table }, saved);
  return { table, streamArn: saved.streamArn, position: saved.position };
}

/** A name belongs to one table: its position means nothing in another's stream. */
export function checkOwner(
  { consumer, table }: { readonly consumer: string; readonly table: string },
  saved: { readonly version: number; readonly table: string },
): void {
  if (saved.version !== VERSION) throw new TypeError(`${consumer} was saved by a newer release`);
  if (saved.table !== table) {
    throw new TypeError(`${consumer} belongs to the table ${saved.table}, not to ${table}`);
  }
}
