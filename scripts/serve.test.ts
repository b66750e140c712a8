import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFile } from '../src/vite/static-files.ts';
import { serve, type Serving, STRICT_POLICY } from './serve.ts';

const directory = mkdtempSync(join(tmpdir(), 'serve-'));
let serving: Serving;

beforeAll(async () => {
  writeFileSync(join(directory, 'index.html'), '<p>here</p>');
  writeFileSync(join(directory, 'worker.js'), 'postMessage(1)');
  serving = await serve(
    [
      { path: '/strict/', directory, contentSecurityPolicy: STRICT_POLICY },
      { path: '/', directory },
    ],
    0,
  );
});
afterAll(() => serving.close());

describe('the static server', () => {
  it('answers a folder with its index and a script with a script type', async () => {
    const page = await fetch(serving.url);
    expect(await page.text()).toBe('<p>here</p>');
    expect(page.headers.get('content-security-policy')).toBeNull();
    const script = await fetch(`${serving.url}worker.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it('sends the policy of the mount', async () => {
    const page = await fetch(`${serving.url}strict/worker.js`);
    expect(page.headers.get('content-security-policy')).toBe(STRICT_POLICY);
  });

  it('answers 404 to what is not there and 405 to what is not a read', async () => {
    expect((await fetch(`${serving.url}nothing.js`)).status).toBe(404);
    expect((await fetch(`${serving.url}%ff`)).status).toBe(404);
    expect((await fetch(serving.url, { method: 'POST' })).status).toBe(405);
  });

  it('never leaves its folder', () => {
    expect(findFile(join(directory, 'inner'), '../index.html')).toBeUndefined();
    expect(findFile(directory, '../../../../etc/passwd')).toBeUndefined();
  });
});
