import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const running: ChildProcessWithoutNullStreams[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

interface Started {
  /** Everything printed up to the line with the address. */
  readonly lines: readonly string[];
  readonly url: string;
  readonly child: ChildProcessWithoutNullStreams;
}

function start(...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts', ...args], {
    cwd: root,
  });
  running.push(child);
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const url = /http:\/\/\S+/.exec(text)?.[0];
      if (url !== undefined && text.endsWith('\n'))
        resolve({ lines: text.trimEnd().split('\n'), url, child });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(text)));
  });
}

describe('npm start', () => {
  it('prints the address and nothing else, and ends cleanly', { timeout: 120_000 }, async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { lines, url, child } = await start(String(port));
    other.close();
    expect(new URL(url).port).not.toBe(String(port));
    expect(lines).toEqual([
      expect.stringMatching(`^Port ${port} is taken.+databases of its own\\.$`),
      `The hashrange console is at ${url} (Ctrl+C ends it)`,
    ]);
    expect(await (await fetch(url)).text()).toContain('<title>hashrange</title>');
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('refuses what is no port', async () => {
    await expect(start('many')).rejects.toThrow('a port is a number from 0 to 65535');
  });
});
