/** What the browser keeps for the origin that the console is served from: of other origins it tells nothing. */
import { storedDatabases, type StoredDatabase } from '../../src/client/stored-databases.ts';

export class Origin {
  stored: readonly StoredDatabase[] = $state.raw([]);

  /** Does not reject: a browser that tells nothing keeps nothing. */
  async look(): Promise<void> {
    this.stored = await storedDatabases();
  }
}
