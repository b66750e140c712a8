import type { Page } from '@playwright/test';

/** Pages that lie in IndexedDB: rows of tables and indexes, whosever they are. */
export function storedPages(page: Page, database: string): Promise<number> {
  return page.evaluate(
    (name) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => {
          reject(new Error(String(opening.error)));
        };
        opening.onsuccess = () => {
          const opened = opening.result;
          const keys = opened.transaction('page').objectStore('page').getAllKeys();
          keys.onsuccess = () => {
            opened.close();
            // Rows of the reserve begin with 3.
            const names = keys.result as string[];
            resolve(names.filter((row) => row.charCodeAt(0) !== 3).length);
          };
        };
      }),
    `hashrange/${database}/us-east-1`,
  );
}
