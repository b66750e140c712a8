import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findBrowser, installBrowser } from './find-browser.ts';

function directoryWith(...commands: readonly string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'browsers-'));
  for (const command of commands) {
    writeFileSync(join(directory, command), '#!/bin/sh\n');
    chmodSync(join(directory, command), 0o755);
  }
  return directory;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('finding a browser', () => {
  it('prefers the plain chromium command to the others, wherever on PATH it is', () => {
    const [first, second] = [directoryWith('google-chrome'), directoryWith('chromium')];
    vi.stubEnv('PATH', [first, second].join(delimiter));
    expect(findBrowser('chromium')).toBe(join(second, 'chromium'));
  });

  it('passes over a file that cannot be run', () => {
    const directory = directoryWith('firefox');
    writeFileSync(join(directory, 'firefox-esr'), '');
    vi.stubEnv('PATH', directory);
    expect(findBrowser('firefox')).toBe(join(directory, 'firefox'));
  });

  it('finds no Firefox where there is none, and installs none without apt-get', () => {
    vi.stubEnv('PATH', directoryWith());
    expect(findBrowser('firefox')).toBeUndefined();
    expect(installBrowser('firefox')).toBeUndefined();
  });
});
