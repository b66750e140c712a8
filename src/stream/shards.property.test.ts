import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { evenPartitions, splitPartition } from '../placement/partition-map.ts';
import type { PartitionMap } from '../placement/partition-map.ts';
import type { StoredShard } from '../placement/record/stream.ts';
import { KNOBS } from '../kernel/knobs.ts';
import { firstShards, holds, rolledShards, shardsAfterSplit } from './shards.ts';

const rangesOf = (map: PartitionMap): PartitionMap['partitions'][number]['range'][] =>
  map.partitions.map(({ range }) => range);
const key = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: 16, maxLength: 16 })
  .map((bytes) => String.fromCharCode(...bytes) as KeyBytes);
/** Numbers choose the partition that splits; `roll` lets time pass instead. */
const steps = fc.array(fc.oneof(fc.nat(), fc.constant('roll' as const)), { maxLength: 8 });

it('every change has one shard, and the shards of a key follow one another from parent to child', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), steps, key, (count, taken, hash) => {
      let map = evenPartitions(count);
      let nowMs = 1_700_000_000_000;
      let lsn = 10;
      let shards: readonly StoredShard[] = firstShards(rangesOf(map), { lsn, nowMs });
      for (const step of taken) {
        lsn += 10;
        if (step === 'roll') {
          nowMs += KNOBS.shardRollMs + 100;
          shards = rolledShards(shards, { lsn, nowMs }, KNOBS.shardRollMs);
        } else {
          const { partitions } = map;
          map = splitPartition(map, partitions[step % partitions.length]?.id ?? 0);
          shards = shardsAfterSplit(shards, rangesOf(map), { lsn, nowMs });
        }
      }
      expect(new Set(shards.map(({ id }) => id)).size).toBe(shards.length);
      expect(shards.map(({ id }) => id)).toEqual(shards.map(({ id }) => id).sort());
      let before: StoredShard | undefined;
      for (let at = 10; at <= lsn + 10; at++) {
        const owners = shards.filter((shard) => holds(shard, at, hash));
        expect(owners).toHaveLength(1);
        const [owner] = owners;
        if (before !== undefined && owner !== before) {
          expect(owner?.parent).toBe(before.id);
          expect(owner?.fromLsn).toBe(before.toLsn);
        }
        before = owner;
      }
      expect(shards.filter(({ toLsn }) => toLsn === undefined)).toHaveLength(map.partitions.length);
    }),
  );
});
