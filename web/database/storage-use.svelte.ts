/** What the browser says about the room this origin takes. Some browsers say nothing. */
export class StorageUse {
  usedBytes: number | undefined = $state();
  persisted: boolean | undefined = $state();

  async refresh(): Promise<void> {
    const storage = storageManager();
    if (storage === undefined) return;
    try {
      const { usage } = await storage.estimate();
      this.usedBytes = usage;
      this.persisted = await storage.persisted();
    } catch {
      // A browser that refuses storage refuses to tell about it.
    }
  }

  /** Asks the browser not to evict the data when room gets short. */
  async persist(): Promise<void> {
    await storageManager()
      ?.persist()
      .catch(() => false);
    await this.refresh();
  }
}

function storageManager(): StorageManager | undefined {
  return (navigator as { readonly storage?: StorageManager }).storage;
}
