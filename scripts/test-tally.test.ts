import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addTallies, linesOf, tallyOfPlaywright, tallyOfVitest } from './test-tally.ts';

function report(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tally-')), 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const VITEST_REPORT = {
  numPassedTests: 5,
  numFailedTests: 1,
  testResults: [
    {
      name: resolve('src/a.test.ts'),
      status: 'failed',
      message: '',
      assertionResults: [
        { fullName: 'a counts', status: 'passed', failureMessages: [] },
        { fullName: 'a adds', status: 'failed', failureMessages: ['Error: 3 is not 4\n  at a'] },
      ],
    },
    { name: resolve('src/b.test.ts'), status: 'failed', message: 'no b', assertionResults: [] },
  ],
};

const C_CLOSES = {
  title: 'c closes',
  ok: false,
  tests: [{ results: [{ error: { message: '\u001B[31mError: 5 is not 6\u001B[39m\n  at c' } }] }],
};

const PLAYWRIGHT_REPORT = {
  stats: { expected: 3, unexpected: 0, flaky: 1 },
  suites: [
    {
      file: 'c.spec.ts',
      specs: [{ title: 'c opens', ok: true }],
      suites: [{ file: 'c.spec.ts', specs: [C_CLOSES] }],
    },
  ],
};

describe('the closing lines', () => {
  it('name what failed and add what every runner counted', () => {
    const unit = tallyOfVitest(report(VITEST_REPORT), false);
    const browser = tallyOfPlaywright(report(PLAYWRIGHT_REPORT), true);
    expect(linesOf(addTallies([unit, browser])).split('\n')).toEqual([
      'FAILED src/a.test.ts: a adds: Error: 3 is not 4',
      'FAILED src/b.test.ts: no b',
      'FAILED e2e/c.spec.ts: c closes: Error: 5 is not 6',
      '8 passed, 2 failed',
    ]);
  });

  it('never say zero failures of a runner that failed', () => {
    const file = report({ numPassedTests: 5, numFailedTests: 0 });
    const failures = ['vitest itself'];
    expect(tallyOfVitest(file, false)).toEqual({ passed: 5, failed: 1, failures });
    expect(tallyOfVitest('no-such-report.json', false)).toEqual({ passed: 0, failed: 1, failures });
  });
});
