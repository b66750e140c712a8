/**
 * Where a SELECT reads and how it finds its items: as GetItem, Query or Scan would.
 */
import type { ReadConsistency } from '../../capacity/units.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { InvariantViolation } from '../../kernel/invariant.ts';
import { planRanges } from '../../partiql/select-plan.ts';
import type { PlanTarget, SelectPlan } from '../../partiql/select-plan.ts';
import { isWholeKey, keyEqualitiesOf } from '../../partiql/statement-key.ts';
import type { SelectStatement } from '../../partiql/statements.ts';
import { collectionRange, keyConditionRange } from '../../partition/collection-range.ts';
import { indexConditionRange } from '../../partition/index-range.ts';
import {
  findConditionKeyFault,
  findProjectionKeyFault,
} from '../../partition/key-attribute-use.ts';
import { checkKeyValue } from '../../partition/key-check.ts';
import { readSource } from '../../partition/read-source.ts';
import type { ReadSource } from '../../partition/read-source.ts';
import { findTableNamed } from '../../placement/table-catalog.ts';
import type { CatalogScope, Table } from '../../placement/table-catalog.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import { checkProjected } from '../query-scan/index-reads.ts';
import { guard } from '../request/value-wording.ts';
import { STATEMENT_RULES } from './statement-members.ts';

/** The table or the index that a SELECT reads. Throws what keeps it from it. */
export function sourceOf(
  { index: indexName }: SelectStatement,
  table: Table,
  consistency: ReadConsistency,
): ReadSource {
  if (indexName !== undefined && !table.indexes.all.some(({ name }) => name === indexName)) {
    throw validationError('The table does not have the specified index');
  }
  checkIndexKey(table, indexName);
  const source = readSource(table, indexName);
  if (source.index?.kind === 'global' && consistency === 'strong') {
    throw validationError('Strongly consistent read is not supported on Global Secondary Indexes');
  }
  return source;
}

/** Refuses an index whose key has several attributes of one type. Source: validation.md section 16. */
function checkIndexKey({ indexes }: Table, indexName: string | undefined): void {
  const index = indexes.all.find(({ name }) => name === indexName);
  if (index === undefined) return;
  const { hash, range } = index.keySchema;
  if (hash.length === 1 && range.length <= 1) return;
  throw validationError(
    'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or ' +
      'multi-attribute RANGE keys.',
  );
}

/** Throws what a SELECT of an index was refused with while it was read, behind what its index is refused with. */
export function checkRead(
  { table: name, index, fault }: SelectStatement,
  scope: CatalogScope,
): void {
  if (fault === undefined) return;
  const table = findTableNamed(scope, name);
  if (table !== undefined) checkIndexKey(table, index);
  throw fault;
}

/** How a SELECT finds its items. Throws what it is refused with. */
export function planSelect(select: SelectStatement, source: ReadSource): SelectPlan {
  const { table } = source;
  const fault =
    findConditionKeyFault(table, select.where) ?? findProjectionKeyFault(table, select.projection);
  if (fault !== undefined) throw validationError(fault);
  const target = targetOf(source);
  const plan = guard(STATEMENT_RULES, () => planRanges(select.where, select.order, target));
  checkProjected(source, { ...select, filter: select.where, allAttributes: false }, false);
  checkFiltered(plan, source);
  return plan;
}

function targetOf({ table, index }: ReadSource): PlanTarget {
  const checkValue: PlanTarget['checkValue'] = ({ key, role }, value) => {
    checkKeyValue(key, value, role);
  };
  if (index === undefined) {
    const { keySchema: schema } = table;
    return {
      schema,
      isUnique: true,
      rangeOf: (partition, sort) =>
        sort === undefined
          ? collectionRange(schema, partition)
          : keyConditionRange(schema, { partition, sort }),
      checkValue,
    };
  }
  const { hash, range } = index.keySchema;
  const [partitionKey] = hash;
  if (partitionKey === undefined) throw new InvariantViolation('an index without a key');
  return {
    schema: { partitionKey, sortKey: range[0] },
    isUnique: false,
    rangeOf: (partition, sort) => indexConditionRange({ hash: [partition], equal: [], sort }),
    checkValue,
  };
}

/** Reads by key may not filter by what the index lacks, unless one of their branches filters by nothing of the kind. */
function checkFiltered(plan: SelectPlan, { index }: ReadSource): void {
  if (index?.projected === undefined || plan.kind === 'scan') return;
  const { projected } = index;
  const missing = plan
    .filteredByBranch()
    .map((names) => [...names].filter((name) => !projected.has(name)));
  const last = missing.at(-1);
  if (last === undefined || missing.some((names) => names.length === 0)) return;
  throw invalidParameter(
    `Secondary index ${index.name} does not project one or more filter attributes: ` +
      `[${last.join(', ')}]`,
  );
}

/**
 * The key that a SELECT in a batch or a transaction must name, and nothing else; `refusal` is what it is told that does not.
 * What every SELECT would be refused for goes before. Throws `ValueFault`.
 */
export function getSelectedKey(select: SelectStatement, table: Table, refusal: string): Item {
  const { keySchema } = table;
  const { key, conflict, isAlone } = keyEqualitiesOf(select.where, keySchema, {
    oneValueIn: true,
  });
  const isKey = isAlone && conflict === undefined && isWholeKey(key, keySchema);
  if (isKey && select.index === undefined) return key;
  if (select.index === undefined) planSelect(select, readSource(table, undefined));
  else checkIndexKey(table, select.index);
  throw new ValueFault(refusal);
}
