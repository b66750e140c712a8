import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Lsn, TransactionItem, TreeId } from '../store.ts';

/** The items of transactions that are applied in memory and not yet durable: other writes conflict with these. */
export class OngoingTransactions {
  #items: (TransactionItem & { readonly lsn: Lsn })[] = [];

  begin(lsn: Lsn, items: readonly TransactionItem[]): void {
    for (const { tree, key } of items) this.#items.push({ lsn, tree, key });
  }

  holds(tree: TreeId, key: KeyBytes): boolean {
    return this.#items.some((item) => item.key === key && item.tree === tree);
  }

  /** Transactions up to `durableLsn` are over. */
  committed(durableLsn: Lsn): void {
    if (this.#items.length === 0) return;
    this.#items = this.#items.filter(({ lsn }) => lsn > durableLsn);
  }

  /** Transactions from `firstLsn` on never were. */
  refused(firstLsn: Lsn): void {
    this.#items = this.#items.filter(({ lsn }) => lsn < firstLsn);
  }
}
