import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addTallies, lineOf, tallyOfPlaywright, tallyOfVitest } from './tally.ts';

function report(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tally-')), 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('the closing line', () => {
  it('adds what every runner counted', () => {
    const unit = tallyOfVitest(report({ numPassedTests: 5, numFailedTests: 1 }), false);
    const browser = tallyOfPlaywright(
      report({ stats: { expected: 3, unexpected: 0, flaky: 1 } }),
      true,
    );
    expect(lineOf(addTallies([unit, browser]))).toBe('8 passed, 2 failed');
  });

  it('never says zero failures of a runner that failed', () => {
    const file = report({ numPassedTests: 5, numFailedTests: 0 });
    expect(tallyOfVitest(file, false)).toEqual({ passed: 5, failed: 1 });
    expect(tallyOfVitest('no-such-report.json', false)).toEqual({ passed: 0, failed: 1 });
  });
});
