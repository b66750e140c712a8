import { pageKey } from '../page/page-key.ts';
import type { Forest } from './forest.ts';
import { DigestFault, PageFault } from './page-fault.ts';

/** Memory that the pages which faults name are expected to take, each once: as much as those of its tree do, or those that came in last. */
export function expectedBytes(forest: Forest, faults: readonly Error[]): number {
  const seen = new Set<string>();
  const { typicalBytes } = forest.arrivals.tally;
  let bytes = 0;
  for (const fault of faults) {
    if (!(fault instanceof PageFault) || fault instanceof DigestFault) continue;
    const pages = forest.find(fault.tree)?.fences.length ?? 1;
    const eachBytes = Math.max(typicalBytes, forest.counts(fault.tree).sizeBytes / pages);
    for (const fence of fault.fences) {
      const key = pageKey(fault.tree, fence);
      if (!seen.has(key)) bytes += eachBytes;
      seen.add(key);
    }
  }
  return bytes;
}
