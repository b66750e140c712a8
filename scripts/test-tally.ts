/** Counts of the last `npm test`, kept in a file so that CI can add the checks to them. */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Names of what failed, with the first line of why: said again at the end of a long output. */
  readonly failures: readonly string[];
}

export const RESULTS_DIRECTORY = '.cache/results';
export const TALLY_FILE = `${RESULTS_DIRECTORY}/tally.json`;

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
    failures: tallies.flatMap((tally) => tally.failures),
  };
}

/** What failed, a line each, then the closing line. */
export function linesOf(tally: Tally): string {
  const failures = tally.failures.map((failure) => `FAILED ${failure}`);
  return [...failures, `${tally.passed} passed, ${tally.failed} failed`].join('\n');
}

/** A runner that failed without naming a failed test (a file that does not load) counts as one failure. */
function settle(tally: Tally, runner: string, succeeded: boolean): Tally {
  if (succeeded || tally.failed > 0) return tally;
  const failures = tally.failures.length > 0 ? tally.failures : [`${runner} itself`];
  return { ...tally, failed: 1, failures };
}

function readJson<T>(file: string): Partial<T> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<T>) : {};
}

function firstLine(text: string | undefined): string {
  return text?.split('\n', 1)[0] ?? '';
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

export function tallyOfVitest(file: string, succeeded: boolean): Tally {
  const report = readJson<VitestReport>(file);
  const failures = (report.testResults ?? []).flatMap((result) => {
    const name = relative('.', result.name);
    const failed = result.assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && result.status === 'failed')
      return [`${name}: ${firstLine(result.message)}`];
    return failed.map(
      ({ fullName, failureMessages }) => `${name}: ${fullName}: ${firstLine(failureMessages[0])}`,
    );
  });
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = report;
  return settle({ passed, failed, failures }, 'vitest', succeeded);
}

interface PlaywrightSpec {
  readonly title: string;
  readonly ok: boolean;
  readonly tests?: readonly {
    readonly results: readonly { readonly error?: { readonly message?: string } }[];
  }[];
}

interface PlaywrightSuite {
  readonly file: string;
  readonly specs?: readonly PlaywrightSpec[];
  readonly suites?: readonly PlaywrightSuite[];
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
  };
  readonly suites: readonly PlaywrightSuite[];
}

/** Its title, and the first line of the first error, without the colours of a terminal. */
function failureOf({ title, tests = [] }: PlaywrightSpec): string {
  const errors = tests.flatMap(({ results }) => results.map(({ error }) => error?.message));
  const why = firstLine(stripVTControlCharacters(errors.find(Boolean) ?? ''));
  return why === '' ? title : `${title}: ${why}`;
}

function failedSpecs(suites: readonly PlaywrightSuite[]): string[] {
  return suites.flatMap(({ file, specs = [], suites: inner = [] }) => [
    ...specs.filter(({ ok }) => !ok).map((spec) => `e2e/${file}: ${failureOf(spec)}`),
    ...failedSpecs(inner),
  ]);
}

export function tallyOfPlaywright(file: string, succeeded: boolean): Tally {
  const report = readJson<PlaywrightReport>(file);
  const { expected = 0, unexpected = 0, flaky = 0 } = report.stats ?? {};
  const failures = failedSpecs(report.suites ?? []);
  return settle(
    { passed: expected, failed: unexpected + flaky, failures },
    'playwright',
    succeeded,
  );
}

/** What the last `npm test` left; undefined when it did not come that far. */
export function readTally(): Tally | undefined {
  const { passed, failed, failures = [] } = readJson<Tally>(TALLY_FILE);
  return passed === undefined || failed === undefined ? undefined : { passed, failed, failures };
}
