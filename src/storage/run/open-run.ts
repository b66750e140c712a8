import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Device } from '../device/port.ts';
import { joinPieces, pieceCount } from '../page/page-pieces.ts';
import type { RunName } from '../page/page-key.ts';
import { ALL_RUN_ROWS, HEAD_ROW, runOf, runRowKey } from '../page/page-key.ts';
import type { TreeId } from '../store.ts';
import type { RowSpan, RunRef, SortedRun } from './run-codec.ts';
import { decodeHead } from './run-codec.ts';
import { RunRow } from './run-row.ts';
import { SortedRuns } from './sorted-runs.ts';

const START = { tree: 0 as TreeId, key: '' as KeyBytes };
const END = { tree: Infinity as TreeId, key: '' as KeyBytes };

/** The runs of these names, oldest first. */
export async function openRuns(device: Device, refs: readonly RunRef[]): Promise<SortedRuns> {
  return new SortedRuns(device, await Promise.all(refs.map((ref) => openRun(device, ref))));
}

/**
 * A run with what its head tells. Where that is damaged the rows themselves tell what they span; one that is damaged too spans all that lies
 * between its neighbours.
 */
export async function openRun(device: Device, ref: RunRef): Promise<SortedRun> {
  const head = await readWhole(device, ref, HEAD_ROW);
  const known = head === undefined ? undefined : decodeHead(ref, ref.headCrc, head);
  return { ...ref, ...(known ?? { spans: await spansOfRows(device, ref), filter: undefined }) };
}

/** Runs of which rows are on the device that are not among `named`. */
export async function findOrphans(
  device: Device,
  named: readonly RunName[],
): Promise<readonly RunName[]> {
  const found = new Map<string, RunName>();
  for (const key of await device.listPages(ALL_RUN_ROWS.from, ALL_RUN_ROWS.to)) {
    const run = runOf(key);
    found.set(textOf(run), run);
  }
  for (const run of named) found.delete(textOf(run));
  return [...found.values()];
}

const textOf = ({ epoch, number }: RunName): string => `${String(epoch)} ${String(number)}`;

async function spansOfRows(device: Device, ref: RunRef): Promise<readonly RowSpan[]> {
  const found: (RowSpan | undefined)[] = [];
  for (let row = 0; row < ref.rows; row++) {
    const bytes = row < ref.fromRow ? undefined : await readWhole(device, ref, row);
    found.push(bytes === undefined ? undefined : RunRow.read(ref, row, bytes)?.span);
  }
  return found.map((span, row) => {
    const before = found.slice(0, row).findLast((each) => each !== undefined);
    const after = found.slice(row).find((each) => each !== undefined);
    return span ?? { first: before?.last ?? START, last: after?.first ?? END, bytes: 0 };
  });
}

async function readWhole(
  device: Device,
  run: RunName,
  row: number,
): Promise<Uint8Array | undefined> {
  const [first] = await device.readPages([runRowKey(run, row, 0)]);
  if (first === undefined) return undefined;
  const others = Array.from({ length: Math.max(0, pieceCount(first) - 1) }, (_, i) =>
    runRowKey(run, row, i + 1),
  );
  const rest = others.length === 0 ? [] : await device.readPages(others);
  const found = rest.filter((piece) => piece !== undefined);
  return found.length === others.length ? joinPieces([first, ...found]) : undefined;
}
