/**
 * Up to which record of this Region's log each other Region has each table, as they say when they ask for more: what they lack is
 * behind it. Kept on the device too, a moment later, so that it is known after a restart while a link is cut.
 */
import type { Knobs } from '../../kernel/knobs.ts';
import type { Timer } from '../../kernel/time.ts';
import { stampMs } from '../../storage/log/version-stamp.ts';
import type { Change, Store } from '../../storage/store.ts';
import { Backlog } from './backlog.ts';
import type { Lacking } from './backlog.ts';
import type { QuestionPlace } from '../messages/conversation.ts';
import { confirmations, followName } from '../group/follow-state.ts';
import type { Confirmed } from '../group/follow-state.ts';
import type { RegionPorts } from '../region-ports.ts';
import type { SharedTable } from '../group/shared-table.ts';

interface Known {
  confirmed: Confirmed | undefined;
  /** The newest question; undefined for what the device says. */
  place: QuestionPlace | undefined;
  /** The newest record with writes that was sent. */
  sentLsn: number;
  keptLsn: number | undefined;
  readonly backlog: Backlog;
}

export class Confirmations {
  readonly #ports: RegionPorts;
  readonly #findTable: (tableId: string) => SharedTable | undefined;
  readonly #onFailed: (error: unknown) => void;
  /** By the name that it is kept under. */
  readonly #known = new Map<string, Known>();
  readonly #unkept = new Set<string>();
  #timer: Timer | undefined;

  constructor(
    ports: RegionPorts,
    findTable: (tableId: string) => SharedTable | undefined,
    onFailed: (error: unknown) => void,
  ) {
    this.#ports = ports;
    this.#findTable = findTable;
    this.#onFailed = onFailed;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** The other Region has the table up to `lsn`, or is yet to be given a copy. Questions that come late or twice say nothing. */
  note(
    { tree, record }: SharedTable,
    region: string,
    { lsn, place }: { readonly lsn: number | undefined; readonly place: QuestionPlace },
  ): void {
    const name = followName(tree, region);
    const known = this.#known.get(name) ?? newKnown();
    this.#known.set(name, known);
    if (known.place?.life === place.life && known.place.id >= place.id) return;
    known.place = place;
    known.confirmed = { tableId: record.id, lsn, atMs: this.#ports.world.service.now() };
    if (isToBeKept(known, this.#ports.world.knobs)) this.#keepSoon(name);
  }

  /** Writes up to this record are on their way there. */
  sent({ tree }: SharedTable, region: string, lsn: number): void {
    const known = this.#known.get(followName(tree, region));
    if (known !== undefined) known.sentLsn = Math.max(known.sentLsn, lsn);
  }

  /** What the other Region lacks of what was written here: all that a copy brings, where one is due. */
  lacking(table: SharedTable, region: string): Lacking {
    const { store, world } = this.#ports;
    const known = this.#find(table, region);
    const lsn = known.confirmed === undefined ? startOf(table, this.#ports) : known.confirmed.lsn;
    if (lsn !== undefined) {
      known.backlog.confirm(lsn);
      const lacking = known.backlog.measure(table, store, world.service.now());
      if (lacking !== undefined) return lacking;
    }
    if (table.record.status === 'CREATING') return { items: 0, sinceMs: undefined };
    return wholeTable(table, region, known.confirmed, store);
  }

  #find({ tree, record }: SharedTable, region: string): Known {
    const name = followName(tree, region);
    const known = this.#known.get(name) ?? newKnown();
    if (known.confirmed === undefined) {
      const kept = confirmations.find(this.#ports.store, name);
      if (kept?.tableId === record.id) known.confirmed = kept;
    }
    this.#known.set(name, known);
    return known;
  }

  #keepSoon(name: string): void {
    this.#unkept.add(name);
    const { host, knobs } = this.#ports.world;
    this.#timer ??= host.after(knobs.keepMs, () => {
      this.#timer = undefined;
      this.#keep().catch(this.#onFailed);
    });
  }

  async #keep(): Promise<void> {
    const { store, turn } = this.#ports;
    const names = [...this.#unkept];
    this.#unkept.clear();
    await turn(() => {
      const changes = names.flatMap((name) => this.#changesOf(name));
      if (changes.length > 0) store.append(changes);
    });
  }

  #changesOf(name: string): readonly Change[] {
    const known = this.#known.get(name);
    const { confirmed } = known ?? {};
    if (known === undefined || confirmed === undefined) return [];
    if (this.#findTable(confirmed.tableId) === undefined) return [];
    known.keptLsn = confirmed.lsn;
    return [confirmations.put(name, confirmed)];
  }
}

const newKnown = (): Known => ({
  confirmed: undefined,
  place: undefined,
  sentLsn: 0,
  keptLsn: undefined,
  backlog: new Backlog(),
});

/** Whether what is kept would tell another number of items. */
function isToBeKept({ confirmed, keptLsn, sentLsn }: Known, { keepLazyLsns }: Knobs): boolean {
  const lsn = confirmed?.lsn;
  if (lsn === undefined || keptLsn === undefined) return lsn !== keptLsn;
  if (lsn < keptLsn || lsn - keptLsn > keepLazyLsns) return true;
  return keptLsn < sentLsn && sentLsn <= lsn;
}

function wholeTable(
  { tree, tombstoneTree, replicas }: SharedTable,
  region: string,
  confirmed: Confirmed | undefined,
  store: Store,
): Lacking {
  const items = store.counts(tree).items + store.counts(tombstoneTree).items;
  const joinedMs = stampMs(replicas.group.members[region]?.joined ?? 0);
  return { items, sinceMs: items === 0 ? undefined : (confirmed?.atMs ?? joinedMs) };
}

/** Where a Region begins that has not asked yet: a table that was empty when it was shared is followed from its first record. */
function startOf({ replicas }: SharedTable, { region }: RegionPorts): number | undefined {
  return replicas.group.members[region]?.startsEmpty === true ? 0 : undefined;
}
