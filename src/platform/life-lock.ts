/**
 * Takes a lock that nobody else wants to hold, until this worker dies; resolves when it is taken, answering whether there are locks at
 * all.
 */
export function holdLifeLock(name: string): Promise<boolean> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (locks === undefined) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    locks
      .request(name, () => {
        resolve(true);
        return new Promise(() => undefined);
      })
      .catch(reject);
  });
}
