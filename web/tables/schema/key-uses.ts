/** Which attributes are keys of what. An attribute has one type, however many keys it is part of. */
import type { KeyAttribute, ScalarType, TableSummary } from '../../values/table-summary.ts';
import type { IndexFields, TableFields } from './table-fields.ts';

/** An attribute as part of a key. */
export interface KeyUse extends KeyAttribute {
  /** Where on the form it is typed. */
  readonly field: string;
  /** What it is, to finish a sentence. */
  readonly role: string;
}

export type KeyPart = 'partition' | 'sort';

const TYPE_NAMES: Readonly<Record<ScalarType, string>> = { S: 'String', N: 'Number', B: 'Binary' };

/** Names a key's place on the form, of an index by its id. */
export function keyField(part: KeyPart, indexId?: number): string {
  return indexId === undefined ? part : `${part} ${String(indexId)}`;
}

function named(uses: readonly KeyUse[]): readonly KeyUse[] {
  return uses.filter(({ name }) => name.trim() !== '');
}

export function tableKeyUses(fields: TableFields): readonly KeyUse[] {
  const { partitionName, partitionType, sortName, sortType } = fields;
  return named([
    {
      field: keyField('partition'),
      role: 'the partition key of the table',
      name: partitionName,
      type: partitionType,
    },
    { field: keyField('sort'), role: 'the sort key of the table', name: sortName, type: sortType },
  ]);
}

export function indexKeyUses(index: IndexFields): readonly KeyUse[] {
  const { id, kind, partitionName, partitionType, sortName, sortType } = index;
  const owner = index.name.trim() === '' ? 'another index' : `the index “${index.name}”`;
  const partition = {
    field: keyField('partition', id),
    role: `the partition key of ${owner}`,
    name: kind === 'local' ? '' : partitionName,
    type: partitionType,
  };
  const sort = {
    field: keyField('sort', id),
    role: `the sort key of ${owner}`,
    name: sortName,
    type: sortType,
  };
  return named([partition, sort]);
}

/** The keys of a table that is there. */
export function describedKeyUses({ keys, indexes }: TableSummary): readonly KeyUse[] {
  const use = (part: KeyPart, owner: string, attribute: KeyAttribute): KeyUse => ({
    ...attribute,
    field: '',
    role: `the ${part} key of ${owner}`,
  });
  return [
    use('partition', 'the table', keys.partition),
    ...(keys.sort === undefined ? [] : [use('sort', 'the table', keys.sort)]),
    ...indexes.flatMap(({ name, partitionKeys, sortKeys }) => [
      ...partitionKeys.map((attribute) => use('partition', `the index “${name}”`, attribute)),
      ...sortKeys.map((attribute) => use('sort', `the index “${name}”`, attribute)),
    ]),
  ];
}

/** The attributes of these keys, each once. */
export function definitionsOf(uses: readonly KeyUse[]): readonly object[] {
  const types = new Map<string, ScalarType>();
  for (const { name, type } of uses) if (!types.has(name)) types.set(name, type);
  return [...types].map(([name, type]) => ({ AttributeName: name, AttributeType: type }));
}

/** A sentence by the field of each use whose type an earlier use contradicts. */
export function typeFaults(uses: readonly KeyUse[]): ReadonlyMap<string, string> {
  const first = new Map<string, KeyUse>();
  const faults = new Map<string, string>();
  for (const use of uses) {
    const known = first.get(use.name);
    if (known === undefined) first.set(use.name, use);
    else if (known.type !== use.type) faults.set(use.field, typeFault(known));
  }
  return faults;
}

function typeFault({ name, type, role }: KeyUse): string {
  return `“${name}” is ${TYPE_NAMES[type]} as ${role}. An attribute has one type.`;
}
