import { pathsOfCondition } from '../expression/condition/condition-paths.ts';
import type { ConditionNode } from '../expression/condition-nodes.ts';
import type { SortCondition } from '../expression/key-condition/key-condition-nodes.ts';
import type { KeySchema } from '../item/key-schema.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';
import { keyClausesOf } from './key-clauses.ts';
import type { KeyClauses } from './key-clauses.ts';

/** One way to meet a WHERE clause: what it asks of the key, and what else. */
export interface KeyBranch {
  /** Values that the partition key must equal. */
  readonly partitions: readonly AttributeValue[];
  readonly sorts: readonly SortCondition[];
  readonly filters: readonly ConditionNode[];
  /** Whether it asks more of the sort key than `sorts` says. */
  readonly isLoose: boolean;
  /** Whether it filters by what the sort key shall not be. */
  readonly negatesSortKey: boolean;
}

export interface KeyBranches {
  /** Undefined where there are too many. */
  readonly branches: readonly KeyBranch[] | undefined;
  /** Every condition on a key attribute, wherever it stands. */
  readonly keyClauses: readonly KeyClauses[];
}

/** One read a branch: more are refused, or were a scan anyway. Source: reference validation.md section 11 [local]. */
const BRANCHES_MAX = 50;
/** More conditions on one sort key do not narrow what is read: each costs time for every branch. */
const SORTS_MAX = 16;
const NO_BRANCH: KeyBranch = {
  partitions: [],
  sorts: [],
  filters: [],
  isLoose: false,
  negatesSortKey: false,
};

/**
 * Multiplies a WHERE clause out into branches as far as its ORs and INs are about the key; an OR that names no key attribute
 * stays whole, a filter of its branch. Source: reference semantics.md section 7, SELECT plan.
 */
export function keyBranchesOf(where: ConditionNode, schema: KeySchema): KeyBranches {
  const spreader = new Spreader(schema);
  const branches = spreader.spread(where);
  return { branches: spreader.isTooMany ? undefined : branches, keyClauses: spreader.keyClauses };
}

class Spreader {
  readonly keyClauses: KeyClauses[] = [];
  isTooMany = false;
  readonly #schema: KeySchema;

  constructor(schema: KeySchema) {
    this.#schema = schema;
  }

  spread(node: ConditionNode): readonly KeyBranch[] {
    if (node.kind === 'and') {
      const filters = node.conditions.filter((condition) => !this.#namesKey(condition));
      const spreads = node.conditions
        .filter((condition) => this.#namesKey(condition))
        .map((condition) => this.spread(condition));
      // What does not multiply comes first, while there is one branch to join it to.
      return spreads
        .sort((a, b) => a.length - b.length)
        .reduce((left, right) => this.#multiply(left, right), [this.#filtered(filters)]);
    }
    if (node.kind === 'or' && this.#namesKey(node)) {
      return this.#bounded(node.conditions.flatMap((condition) => this.spread(condition)));
    }
    const found = keyClausesOf(node, this.#schema);
    if (found === undefined) return [this.#filtered([node])];
    this.keyClauses.push(found);
    return this.#bounded(found.clauses.map((clause) => branchOf(found, clause)));
  }

  #filtered(filters: readonly ConditionNode[]): KeyBranch {
    const sortKey = this.#schema.sortKey?.name;
    const negatesSortKey =
      sortKey !== undefined && filters.some((node) => isNegation(node, sortKey));
    return { ...NO_BRANCH, filters, negatesSortKey };
  }

  #multiply(left: readonly KeyBranch[], right: readonly KeyBranch[]): readonly KeyBranch[] {
    if (left.length * right.length > BRANCHES_MAX) {
      this.isTooMany = true;
      return left;
    }
    return left.flatMap((one) => right.map((two) => join(one, two)));
  }

  #bounded(branches: readonly KeyBranch[]): readonly KeyBranch[] {
    if (branches.length <= BRANCHES_MAX) return branches;
    this.isTooMany = true;
    return branches.slice(0, BRANCHES_MAX);
  }

  #namesKey(node: ConditionNode): boolean {
    if (node.kind !== 'and' && node.kind !== 'or') {
      return keyClausesOf(node, this.#schema) !== undefined;
    }
    return node.conditions.some((condition) => this.#namesKey(condition));
  }
}

function branchOf({ role }: KeyClauses, clause: SortCondition): KeyBranch {
  if (role === 'sort') return { ...NO_BRANCH, sorts: [clause] };
  return clause.kind === '=' ? { ...NO_BRANCH, partitions: [clause.value] } : NO_BRANCH;
}

function join(one: KeyBranch, two: KeyBranch): KeyBranch {
  const isNarrow = one.sorts.length + two.sorts.length > SORTS_MAX;
  return {
    partitions: [...one.partitions, ...two.partitions],
    sorts: [...one.sorts, ...two.sorts].slice(-SORTS_MAX),
    filters: two.filters.length === 0 ? one.filters : [...one.filters, ...two.filters],
    isLoose: one.isLoose || two.isLoose || isNarrow,
    negatesSortKey: one.negatesSortKey || two.negatesSortKey,
  };
}

/** Whether every way to meet the condition asks for equality on the partition key. */
export function pinsPartition(node: ConditionNode, schema: KeySchema): boolean {
  if (node.kind === 'and') return node.conditions.some((each) => pinsPartition(each, schema));
  if (node.kind === 'or') {
    return (
      node.conditions.length > 0 && node.conditions.every((each) => pinsPartition(each, schema))
    );
  }
  return keyClausesOf(node, schema)?.role === 'partition';
}

/** Whether a filter asks what the sort key shall not be: by NOT or by `<>`. */
function isNegation(node: ConditionNode, sortKey: string): boolean {
  if (node.kind === 'and') return node.conditions.some((each) => isNegation(each, sortKey));
  const negates = node.kind === 'not' || (node.kind === 'comparison' && node.comparator === '<>');
  return negates && pathsOfCondition(node).some((path) => path[0] === sortKey);
}
