import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('nobody but engine/turn.ts begins a turn, and tests', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts'));
  const beginning = files.filter((file) => readFileSync(file, 'utf8').includes('.beginTurn('));
  const outside = beginning.filter((file) => !/^src\/testing\/|\.test\.ts$/.test(file));
  expect(outside).toEqual(['src/engine/turn.ts']);
});
