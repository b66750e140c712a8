/** The version of an item: the hybrid clock of the write that made it, and the Region that it was made in. */
export interface WriteVersion {
  readonly stamp: number;
  readonly region: string;
}

/** Which of two versions is the later one: below zero for `b`, above for `a`, zero where they are the same write. */
export function compareVersions(a: WriteVersion, b: WriteVersion): number {
  if (a.stamp !== b.stamp) return a.stamp - b.stamp;
  if (a.region === b.region) return 0;
  return a.region < b.region ? -1 : 1;
}

/** What becomes of a write that comes from another Region. */
export interface Verdict {
  /** Whether it goes in the place of what stands here: last writer wins. */
  readonly wins: boolean;
  /** Whether both were made without knowledge of each other. */
  readonly isConflict: boolean;
}

/**
 * Judges a write against the version that stands here, of an item or of the tombstone of one. `replaced` is the version that the
 * writer saw, undefined for none. Writes of one Region follow each other, so they are in no conflict, and who saw one of them saw those before it.
 */
export function judge(
  incoming: WriteVersion,
  replaced: WriteVersion | undefined,
  standing: WriteVersion | undefined,
): Verdict {
  if (standing === undefined) return { wins: true, isConflict: false };
  const order = compareVersions(incoming, standing);
  const isKnown =
    standing.region === incoming.region ||
    (replaced?.region === standing.region && replaced.stamp >= standing.stamp);
  return { wins: order > 0, isConflict: order !== 0 && !isKnown };
}
