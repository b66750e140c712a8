/**
 * npm runs this after an install here, and before an install from a git address or from this folder elsewhere. Only the latter
 * need what is built: `npm start` and `npm test` build for themselves. Plain JavaScript, for installs without the tools.
 */
import { spawnSync } from 'node:child_process';
import { isAbsolute, relative } from 'node:path';

const fromHere = relative(process.cwd(), process.env.INIT_CWD ?? process.cwd());

if (fromHere.startsWith('..') || isAbsolute(fromHere)) {
  const { status } = spawnSync('npm', ['run', '--silent', 'prepack'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
