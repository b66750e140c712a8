import type { ScrubReport } from '../../wire/reports.ts';
import { Prng } from '../world/prng.ts';
import type { Answers } from './answers.ts';
import { askEverything, damagedKeys, explains, findWrongAnswer } from './answers.ts';
import type { SampleStore } from './sample-store.ts';
import { EngineProcess, TABLES } from './sample-store.ts';
import type { Damage } from './stored-damage.ts';
import { damage } from './stored-damage.ts';

/** What became of one damage. */
export interface DamagedRun {
  readonly damage: Damage;
  /**
   * - harmless: every answer is right and nothing was to be repaired.
   * - repaired: every answer is right and a page was rebuilt from the log.
   * - reported: the scrub reports it; answers are right or errors that name the range.
   */
  readonly fate: 'harmless' | 'repaired' | 'reported';
  /** Keys that cannot be read any more. */
  readonly lostKeys: number;
  /** The first thing that must not be; undefined when all is as it must be. */
  readonly failure: string | undefined;
}

/** The smallest cache: every page is read from the disk again, soon after it was last used. */
const CACHE_BYTES = 50_000;

interface Life {
  readonly answers: Answers;
  readonly report: ScrubReport;
  readonly failure: string | undefined;
}

/**
 * Damages one row of the sample, in half of all cases under an open engine. Then asks everything and scrubs, in that life of
 * the engine and in the next, which begins after a kill or a clean close with its checkpoint.
 */
export async function runDamaged(
  sample: SampleStore,
  right: Answers,
  seed: number,
): Promise<DamagedRun> {
  const random = new Prng(seed);
  const disk = sample.disk.copy();
  const isOpen = random.chance(0.5);
  const opened = isOpen ? await EngineProcess.open(disk, CACHE_BYTES) : undefined;
  const damaged = damage(disk, sample.history, random);
  const first = opened ?? (await EngineProcess.open(disk, CACHE_BYTES));
  const before = await live(first, right);
  if (random.chance(0.5)) await first.until(first.engine.close());
  first.kill();
  const second = await EngineProcess.open(disk, CACHE_BYTES);
  const after = await live(second, right);
  const usable = await findUnusable(second, after.report);
  second.kill();
  const lostKeys = damagedKeys(after.answers).length;
  const isReported = before.report.damaged.length > 0;
  const isSilent = !isReported && lostKeys > 0;
  return {
    damage: damaged,
    fate: isReported
      ? 'reported'
      : before.report.repaired + after.report.repaired > 0
        ? 'repaired'
        : 'harmless',
    lostKeys,
    failure:
      before.failure ??
      after.failure ??
      usable ??
      (isSilent ? 'the first scrub did not see it' : undefined),
  };
}

async function live(process: EngineProcess, right: Answers): Promise<Life> {
  const answers = await askEverything(process);
  const report = await process.until(process.engine.scrub());
  const unexplained = damagedKeys(answers).find(
    (lost) => !report.damaged.some((range) => explains(range, lost)),
  );
  const failure =
    unexplained === undefined
      ? findWrongAnswer(answers, right)
      : `the scrub does not report ${JSON.stringify(unexplained)}`;
  return { answers, report, failure };
}

/** A table without reported damage takes writes and gives them back. */
async function findUnusable(
  process: EngineProcess,
  { damaged }: ScrubReport,
): Promise<string | undefined> {
  const isWhole = (name: string): boolean => !damaged.some(({ table }) => table === name);
  if (!isWhole('(the table catalog)')) return undefined;
  for (const TableName of TABLES.filter(isWhole)) {
    const Key = { pk: { S: 'after' }, sk: { S: '0' } };
    const put = await process.ask('PutItem', { TableName, Item: { ...Key, v: { S: 'new' } } });
    const got = await process.ask('GetItem', { TableName, Key });
    if (put.status !== 200 || !got.body.includes('new'))
      return `${TableName} is not usable: ${put.body} ${got.body}`;
  }
  return undefined;
}
