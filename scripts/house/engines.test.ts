import { readFileSync } from 'node:fs';
import { minVersion, satisfies } from 'semver';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly engines?: { readonly node?: string };
  readonly hasInstallScript?: boolean;
}

function readRoot<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as T;
}

interface OwnManifest extends Manifest {
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const { engines, allowScripts } = readRoot<OwnManifest>('package.json');
const { packages } = readRoot<{ packages: Record<string, Manifest> }>('package-lock.json');
const floor = minVersion(engines?.node ?? '')?.version ?? '';

/** Packages of every platform: npm warns of those too. */
function refusing(version: string): string[] {
  return Object.entries(packages)
    .filter(([, { engines: asked }]) => !satisfies(version, asked?.node ?? '*'))
    .map(([path, { engines: asked }]) => `${path} asks for Node ${asked?.node ?? ''}`);
}

describe('the oldest Node that package.json names', () => {
  it('is the one that the README names', () => {
    expect(floor).toMatch(/^\d+\.\d+\.0$/);
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(`Node ${floor.replace(/\.0$/, '')} or later`);
  });

  it('installs without a package that refuses it', () => {
    expect(refusing(floor)).toEqual([]);
  });

  it('is what the check tells from older ones', () => {
    expect(refusing('18.0.0')).not.toEqual([]);
  });
});

it('the dependencies that have install scripts are known, and theirs are off', () => {
  const names = Object.entries(packages)
    .filter(([path, { hasInstallScript }]) => path !== '' && hasInstallScript === true)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(allowScripts).toEqual(Object.fromEntries(names.map((name) => [name, false])));
});
