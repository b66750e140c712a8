/** Runs the project's own commands from a script, their output straight through. */
import { spawnSync } from 'node:child_process';

const isWindows = process.platform === 'win32';

/** Runs `npx command...` to its end; answers whether it succeeded. */
export function runTool(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): boolean {
  return spawn('npx', ['--no-install', ...command], env);
}

/** Runs an npm script of this package to its end; answers whether it succeeded. */
export function runScript(name: string): boolean {
  return spawn('npm', ['run', '--silent', name], {});
}

function spawn(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): boolean {
  const result = spawnSync(command, args, {
    stdio: 'inherit',
    // npx and npm are command files there.
    shell: isWindows,
    env: { ...process.env, ...env },
  });
  return result.status === 0;
}
