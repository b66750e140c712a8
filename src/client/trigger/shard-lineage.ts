/** Parents by shard id. */
export type ShardParents = ReadonlyMap<string, string | undefined>;

/** Whether `shardId` descends from a shard of `others`: its records come after theirs. */
export function hasAncestorAmong(
  shardId: string,
  others: ReadonlySet<string>,
  parents: ShardParents,
): boolean {
  const seen = new Set<string>();
  let parent = parents.get(shardId);
  while (parent !== undefined && !seen.has(parent)) {
    if (others.has(parent)) return true;
    seen.add(parent);
    parent = parents.get(parent);
  }
  return false;
}
