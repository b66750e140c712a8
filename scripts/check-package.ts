/** `npm run package`: publint and attw look at the package as it is built now. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'hashrange-package-'));
const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
const answer = execFileSync('npm', pack, { encoding: 'utf8', shell: process.platform === 'win32' });
const [{ filename }] = JSON.parse(answer) as [{ filename: string }];
const tarball = join(folder, filename);

const isSound =
  runTool(['publint', '--strict', tarball]) && runTool(['attw', tarball, '--profile', 'esm-only']);
rmSync(folder, { recursive: true });
process.exitCode = isSound ? 0 : 1;
