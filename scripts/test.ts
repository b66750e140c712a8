/** All tests: Node and Chromium by Vitest, then the built library and console in browsers by Playwright. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { runScript, runTool } from './run.ts';
import {
  addTallies,
  linesOf,
  RESULTS_DIRECTORY,
  TALLY_FILE,
  type Tally,
  tallyOfPlaywright,
  tallyOfVitest,
} from './tally.ts';

function runVitest(): Tally {
  const file = `${RESULTS_DIRECTORY}/vitest.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return tallyOfVitest(file, runTool(['vitest', 'run', ...reporters]));
}

function runPlaywright(): Tally {
  const file = `${RESULTS_DIRECTORY}/playwright.json`;
  const succeeded =
    runScript('build') &&
    runScript('build:pages') &&
    runTool(['playwright', 'test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  return tallyOfPlaywright(file, succeeded);
}

rmSync(RESULTS_DIRECTORY, { recursive: true, force: true });
mkdirSync(RESULTS_DIRECTORY, { recursive: true });

const total = addTallies([runVitest(), runPlaywright()]);
writeFileSync(TALLY_FILE, JSON.stringify(total));
console.log(`\n${linesOf(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;
