/**
 * Everything: the tests, then each check, whatever the one before said. `--after-tests` takes the tests that have just
 * run as they are. A check counts as one in the closing line.
 */
import { runScript } from './run.ts';
import { addTallies, linesOf, readTally, type Tally } from './test-tally.ts';

const CHECKS = [
  'public-types:check',
  'types',
  'lint',
  'format:check',
  'floors',
  'dead',
  'package',
  'size',
];

if (!process.argv.includes('--after-tests')) runScript('test');
const tests = readTally() ?? { passed: 0, failed: 1, failures: ['npm test itself'] };

runScript('build:library');
const outcomes = CHECKS.map((name): { name: string; tally: Tally } => {
  console.log(`\n== ${name}`);
  const succeeded = runScript(name);
  const tally = succeeded
    ? { passed: 1, failed: 0, failures: [] }
    : { passed: 0, failed: 1, failures: [name] };
  return { name, tally };
});

console.log(`\ntests: ${tests.passed} passed, ${tests.failed} failed`);
for (const { name, tally } of outcomes)
  console.log(`${name}: ${tally.failed === 0 ? 'ok' : 'FAILED'}`);
const total = addTallies([tests, ...outcomes.map((outcome) => outcome.tally)]);
console.log(linesOf(total));
process.exitCode = total.failed === 0 ? 0 : 1;
