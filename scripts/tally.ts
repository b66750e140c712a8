/** Counts of the last `npm test`, kept in a file so that CI can add the checks to them. */
import { existsSync, readFileSync } from 'node:fs';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const RESULTS_DIRECTORY = '.cache/results';
export const TALLY_FILE = `${RESULTS_DIRECTORY}/tally.json`;

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
  };
}

export function lineOf(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed`;
}

/** A runner that failed without naming a failed test (a file that does not load) counts as one failure. */
function settle(tally: Tally, succeeded: boolean): Tally {
  return succeeded || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

function readJson<T>(file: string): Partial<T> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<T>) : {};
}

export function tallyOfVitest(file: string, succeeded: boolean): Tally {
  const report = readJson<{ numPassedTests: number; numFailedTests: number }>(file);
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = report;
  return settle({ passed, failed }, succeeded);
}

export function tallyOfPlaywright(file: string, succeeded: boolean): Tally {
  const report = readJson<{ stats: { expected: number; unexpected: number; flaky: number } }>(file);
  const { expected = 0, unexpected = 0, flaky = 0 } = report.stats ?? {};
  return settle({ passed: expected, failed: unexpected + flaky }, succeeded);
}

/** What the last `npm test` left; undefined when it did not come that far. */
export function readTally(): Tally | undefined {
  const { passed, failed } = readJson<Tally>(TALLY_FILE);
  return passed === undefined || failed === undefined ? undefined : { passed, failed };
}
