/** Where data live, in the words of the option `storage`. Nobody else asks for a word (`scripts/house/laws.test.ts`): {@link isStored} tells. */
export const STORAGE_KINDS = ['indexeddb', 'memory'] as const;

export type StorageKind = (typeof STORAGE_KINDS)[number];

/** Whether data outlive their worker: they are in the browser's storage. */
export function isStored(kind: StorageKind): boolean {
  return kind !== 'memory';
}
