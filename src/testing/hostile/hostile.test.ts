import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, it } from 'vitest';
import { openMemory } from '../../memory/index.ts';
import { HostileRun } from './hostile-run.ts';
import { prototypesAreWhole } from './prototypes.ts';

const SEED = Number(process.env['HOSTILE_SEED'] ?? '1');
const REQUESTS = 100_000;
/** Until caches are full and code is compiled. */
const WARM_UP = 40_000;
const HEAP_GROWTH_MAX_BYTES = 5_000_000;

const OPERATIONS =
  'BatchExecuteStatement BatchGetItem BatchWriteItem CreateTable DeleteItem DeleteResourcePolicy DeleteTable ' +
  'DescribeContinuousBackups DescribeContributorInsights DescribeEndpoints DescribeLimits DescribeTable ' +
  'DescribeTimeToLive ExecuteStatement ExecuteTransaction GetItem GetResourcePolicy ListContributorInsights ListTables ListTagsOfResource ' +
  'PutItem PutResourcePolicy Query Scan TagResource TransactGetItems TransactWriteItems UntagResource ' +
  'UpdateContributorInsights UpdateItem UpdateTable UpdateTimeToLive';
const ERRORS =
  'ConditionalCheckFailedException IdempotentParameterMismatchException PolicyNotFoundException ' +
  'RequestEntityTooLargeException ResourceInUseException ResourceNotFoundException SerializationException ' +
  'TableNotFoundException TransactionCanceledException UnknownOperationException ValidationException';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

/** Bytes of the heap in use. The log of the memory device, which is its disk, is outside. */
async function usedBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    // What waits for a finalizer goes in a turn of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

it(
  'a hundred thousand hostile requests are answered as AWS would, at once, and leave nothing behind',
  { timeout: 300_000 },
  async () => {
    await using db = await openMemory();
    const run = new HostileRun(db, SEED);
    await run.run(0, WARM_UP);
    const before = await usedBytes();
    await run.run(WARM_UP, REQUESTS);
    const growth = (await usedBytes()) - before;
    expect(run.faults).toEqual([]);
    expect(prototypesAreWhole()).toBe(true);
    expect((await db.scrub()).damaged).toEqual([]);
    expect(growth).toBeLessThan(HEAP_GROWTH_MAX_BYTES);
    // Unless each of these happens often, the mutations are too wild or too tame.
    for (const outcome of `${OPERATIONS} ${ERRORS}`.split(' ')) {
      expect(run.outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(10);
    }
  },
);
