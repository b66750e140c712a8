/**
 * npm runs this after an install here, and after an install in the clone that it makes of a git address, which alone needs what is built: `npm start`
 * and `npm test` build for themselves. Not named `prepare`: apps that install the package from a file would be warned of a script
 * which is never run there. Plain JavaScript, for installs without the tools.
 */
import { spawnSync } from 'node:child_process';

/** npm names the git addresses that it is preparing. */
if (process.env._PACOTE_NO_PREPARE_ !== undefined) {
  const { status } = spawnSync('npm', ['run', '--silent', 'prepack'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
