/** `tsx scripts/readme.ts` puts the files of `docs/examples/` into the README's blocks of code, by the comments above them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const README = new URL('../README.md', import.meta.url);
const BLOCK = /(?<=<!-- docs\/examples\/(\S+) -->\n```\w+\n)[^]*?(?=^```$)/gm;

export function withExamples(readme: string): string {
  return readme.replace(BLOCK, (_, name: string) =>
    readFileSync(new URL(`../docs/examples/${name}`, import.meta.url), 'utf8'),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(README, withExamples(readFileSync(README, 'utf8')));
