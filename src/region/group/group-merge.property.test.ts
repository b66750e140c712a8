import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { GroupMember, RegionGroup } from '../../placement/record/global-table.ts';
import { digestOf, mergeGroups, withMember, withNewMember } from './group-merge.ts';

const anyMember: fc.Arbitrary<GroupMember> = fc
  .record({
    stamp: fc.integer({ min: 1, max: 6 }),
    by: fc.constantFrom('a', 'b'),
    joined: fc.constantFrom(0, 1),
  })
  // One writer makes one entry at one time.
  .map(({ stamp, by, joined }) => ({
    stamp: stamp + joined * 6,
    by,
    joined,
    status: stamp % 2 === 0 ? 'GONE' : 'ACTIVE',
    startsEmpty: true,
    overrides: {},
  }));

const anyGroup: fc.Arbitrary<RegionGroup> = fc
  .record({
    members: fc.dictionary(fc.constantFrom('a', 'b', 'c'), anyMember),
    stamp: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ members, stamp }) => groupOf(members, stamp));

function groupOf(members: Readonly<Record<string, GroupMember>>, stamp = 1): RegionGroup {
  return {
    id: 'g',
    version: '2019.11.21',
    createdMs: 1,
    tableName: 'notes',
    keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    localIndexes: [],
    members,
    settings: {
      stamp,
      by: 'a',
      value: {
        attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        billingMode: 'PAY_PER_REQUEST',
        units: { readUnits: 0, writeUnits: 0 },
        warm: { readUnits: 1, writeUnits: stamp },
        isEncrypted: false,
        globalIndexes: [],
      },
    },
  };
}

it('documents that heard the same are the same, in whatever order they heard it', () => {
  fc.assert(
    fc.property(anyGroup, anyGroup, anyGroup, (a, b, c) => {
      const one = mergeGroups(mergeGroups(a, b), c);
      const other = mergeGroups(a, mergeGroups(c, b));
      expect(digestOf(one)).toBe(digestOf(other));
      expect(one).toEqual(other);
      expect(mergeGroups(one, b)).toBe(one);
    }),
  );
});

it('a change is later than everything in the document, whatever the clock says', () => {
  fc.assert(
    fc.property(anyGroup, fc.integer({ min: 0, max: 3 }), (group, nowMs) => {
      const author = { region: 'c', nowMs };
      const joined = withNewMember(
        group,
        'd',
        { status: 'CREATING', startsEmpty: true, overrides: {} },
        author,
      );
      expect(mergeGroups(group, joined).members['d']).toEqual(joined.members['d']);
      const gone = withMember(joined, 'd', { status: 'GONE' }, author);
      expect(mergeGroups(joined, gone)).toEqual(gone);
      expect(mergeGroups(gone, joined)).toBe(gone);
    }),
  );
});

it('a member that has left stays out, whatever was written about it meanwhile, until it joins again', () => {
  const author = { region: 'a', nowMs: 1 };
  const joining = { status: 'ACTIVE', startsEmpty: true, overrides: {} } as const;
  const known = withNewMember(groupOf({}), 'd', joining, author);
  const gone = withMember(known, 'd', { status: 'GONE' }, author);
  const written = [1, 2, 3].reduce(
    (group) => withMember(group, 'd', { overrides: { readUnits: 7 } }, { region: 'b', nowMs: 9 }),
    known,
  );
  expect(mergeGroups(written, gone).members['d']?.status).toBe('GONE');
  expect(mergeGroups(gone, written)).toBe(gone);
  const back = withNewMember(gone, 'd', joining, author);
  expect(mergeGroups(written, back).members['d']).toEqual(back.members['d']);
});
