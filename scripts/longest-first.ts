import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Test files that take minutes where CI asks for many seeds: begun last, each would run alone. */
const LONGEST = [
  'src/testing/regions/regions.test.ts',
  'src/testing/regions/further-regions.test.ts',
  'src/testing/simulation/',
  'src/testing/hostile/',
];

/** Begins with the test files that take longest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((part) => moduleId.includes(part));
  return rank === -1 ? LONGEST.length : rank;
}
