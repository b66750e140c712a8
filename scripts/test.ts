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
} from './test-tally.ts';

function runVitest(): Tally {
  const file = `${RESULTS_DIRECTORY}/vitest.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return tallyOfVitest(file, runTool(['vitest', 'run', ...reporters]));
}

function runPlaywright(name: string, ...selection: readonly string[]): Tally {
  const file = `${RESULTS_DIRECTORY}/${name}.json`;
  const succeeded = runTool(['playwright', 'test', '--reporter=list,json', ...selection], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  return tallyOfPlaywright(file, succeeded);
}

/** What is measured in milliseconds runs when nothing else does. */
function runBrowsers(): readonly Tally[] {
  if (!runScript('build') || !runScript('build:pages'))
    return [{ passed: 0, failed: 1, failures: ['the build'] }];
  return [
    runPlaywright('together', '--grep-invert', '@alone'),
    runPlaywright('alone', '--grep', '@alone', '--workers', '1'),
  ];
}

rmSync(RESULTS_DIRECTORY, { recursive: true, force: true });
mkdirSync(RESULTS_DIRECTORY, { recursive: true });

const total = addTallies([runVitest(), ...runBrowsers()]);
writeFileSync(TALLY_FILE, JSON.stringify(total));
console.log(`\n${linesOf(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;
