/** The package as `npm pack` makes it of a copy that nobody has built in, and an app that has installed it. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const isWindows = process.platform === 'win32';
const packageRoot = fileURLToPath(new URL('../../', import.meta.url));
/** What a clone does not have. */
const NOT_CLONED = ['.cache', '.git', 'dist', 'node_modules', 'test-results', 'playwright-report'];

export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

export interface Packed {
  readonly files: readonly PackedFile[];
  /** A folder with an app and, in its `node_modules`, the package. */
  readonly app: string;
  readonly remove: () => void;
}

/** Everything that git would bring, and the dependencies as they are here. */
function copyOf(root: string, folder: string): void {
  cpSync(root, folder, {
    recursive: true,
    filter: (path) => !NOT_CLONED.includes(relative(root, path).split(sep)[0] ?? ''),
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

export async function packFreshCopy(): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), 'hashrange-packed-'));
  const clone = join(folder, 'clone');
  copyOf(packageRoot, clone);
  const pack = ['pack', '--json', '--loglevel=error', '--foreground-scripts=false'];
  const { stdout } = await run('npm', pack, { cwd: clone, shell: isWindows });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: readonly PackedFile[] }];

  const app = join(folder, 'app');
  cpSync(fileURLToPath(new URL('./app', import.meta.url)), app, { recursive: true });
  mkdirSync(join(app, 'node_modules'));
  await run('tar', ['-xzf', join('..', 'clone', packed.filename)], { cwd: app });
  renameSync(join(app, 'package'), join(app, 'node_modules', 'hashrange'));
  return { files: packed.files, app, remove: () => rmSync(folder, { recursive: true }) };
}
