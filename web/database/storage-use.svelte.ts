/** What the browser says about the room this origin takes. Some browsers say nothing. */
import { persistStorage, storageUse } from '../../src/client/browser/storage-use.ts';

export class StorageUse {
  usedBytes: number | undefined = $state();
  persisted: boolean | undefined = $state();

  async refresh(): Promise<void> {
    const { used, persisted } = await storageUse();
    this.usedBytes = used;
    this.persisted = persisted;
  }

  /** Asks the browser not to evict the data when room gets short. */
  async persist(): Promise<void> {
    await persistStorage();
    await this.refresh();
  }
}
