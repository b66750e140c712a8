import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Part } from './options.ts';
import { PARTS } from './options.ts';

const FILE = 'docs/benchmarks.md';

const TITLES: Readonly<Record<Part, string>> = {
  comparison: 'Beside other databases in the browser',
  indexes: 'With secondary indexes',
  sdk: 'Through the AWS SDK',
  tabs: 'Tabs, streams and Regions',
  growth: 'How cost grows',
};

const INTRODUCTION = `# Benchmarks

Written by \`npm run bench\`. Every peer runs in Chromium through its own public API, in a page and on an origin of its own,
as its documentation teaches: raw \`idb\` and Dexie with a compound primary key, transactions of 1,000 items for the bulk load
and the browser's default durability; PouchDB on its default adapter; SQLite in a worker on the origin private file system, one
transaction of 1,000 items for the bulk load and one statement a put otherwise. Peers take turns workload by workload.
A transaction is each peer's own: TransactWriteItems, IndexedDB's and Dexie's read-write transaction, BEGIN and COMMIT.
hashrange is opened with its defaults, gets and gives DynamoDB JSON, and checks, meters and logs every request.
Between two measurements the harness waits until hashrange has written its pages, so that no peer pays for another's work.
`;

const beginning = (part: Part): string => `## ${TITLES[part]}`;

/** Sections of the file as it stands. */
function sectionsOf(text: string): Map<Part, string> {
  const sections = new Map<Part, string>();
  for (const part of PARTS) {
    const start = text.indexOf(`${beginning(part)}\n`);
    if (start === -1) continue;
    const end = text.indexOf('\n## ', start);
    const from = start + beginning(part).length;
    sections.set(part, text.slice(from, end === -1 ? undefined : end).trim());
  }
  return sections;
}

/** Writes the parts that ran and keeps the others. */
export function writeBenchmarks(results: ReadonlyMap<Part, string>): void {
  const before = existsSync(FILE)
    ? sectionsOf(readFileSync(FILE, 'utf8'))
    : new Map<Part, string>();
  const body = PARTS.flatMap((part) => {
    const text = results.get(part) ?? before.get(part);
    return text === undefined ? [] : [`${beginning(part)}\n\n${text}\n`];
  });
  writeFileSync(FILE, [INTRODUCTION, ...body].join('\n'));
}
