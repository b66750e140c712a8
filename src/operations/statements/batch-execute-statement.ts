import { invariant } from '../../kernel/invariant.ts';
import type { SelectStatement, WriteStatement } from '../../partiql/statements.ts';
import type { ItemWrite } from '../../partition/item-write.ts';
import { findProjectionKeyFault } from '../../partition/key-attribute-use.ts';
import { getKeyOfParameter } from '../../partition/key-check.ts';
import { readItems, writeItems } from '../../partition/table-access.ts';
import type { ItemRead } from '../../partition/table-access.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import type { RouterContext } from '../context.ts';
import type { Operation } from '../operation.ts';
import { DistinctItems, SAME_KEYS } from '../request/distinct-items.ts';
import { guard } from '../request/value-wording.ts';
import { batchExecuteReader, orRefused } from './batch-execute-statement-request.ts';
import type {
  BatchExecuteStatementRequest,
  BatchMember,
} from './batch-execute-statement-request.ts';
import { STATEMENT_RULES } from './statement-members.ts';
import { checkRead, getSelectedKey } from './statement-plan.ts';
import { readSlot, refusedSlot, slotsAnswer, writeSlot } from './statement-slots.ts';
import type { Slot } from './statement-slots.ts';
import { statementTouch } from './statement-touch.ts';
import { returnedImageOf, writeOf } from './statement-write.ts';

const NOT_BY_KEY =
  'Select statements within BatchExecuteStatement must specify the primary key in the where clause.';

/** A statement with its table and its item found. */
type PlacedMember =
  | (BatchMember & { readonly kind: 'refused' })
  | { readonly kind: 'read'; readonly select: SelectStatement; readonly read: ItemRead }
  | { readonly kind: 'write'; readonly statement: WriteStatement; readonly write: ItemWrite };

/** Throws where two statements are about one item. */
function placeMembers(
  members: readonly BatchMember[],
  context: RouterContext,
): readonly PlacedMember[] {
  const distinct = new DistinctItems(SAME_KEYS);
  return members.map((member) => {
    const placed = orRefused(() => placeMember(member, context));
    if (placed.kind === 'refused') return placed;
    const { table, attributes } = placed;
    distinct.add(table, attributes);
    return placed.member;
  });
}

/** A member with what tells its item from others. */
interface PlacedItem {
  readonly kind: 'placed';
  readonly member: PlacedMember;
  readonly table: Table;
  readonly attributes: Item;
}

function placeMember(
  member: BatchMember,
  context: RouterContext,
): PlacedItem | (BatchMember & { readonly kind: 'refused' }) {
  if (member.kind === 'refused') return member;
  if (member.kind === 'write') {
    const { statement } = member;
    const write = writeOf(statement, getTable(context, statement.table));
    return { kind: 'placed', member: { ...member, write }, ...write };
  }
  const { select, consistency } = member;
  guard(STATEMENT_RULES, () => {
    checkRead(select, context);
  });
  const table = getTable(context, select.table);
  const attributes = guard(STATEMENT_RULES, () => getSelectedKey(select, table, NOT_BY_KEY));
  const fault = findProjectionKeyFault(table, select.projection);
  if (fault !== undefined) throw validationError(fault);
  const key = getKeyOfParameter(table.keySchema, attributes);
  const read = { table, key, consistency };
  return { kind: 'placed', member: { kind: 'read', select, read }, table, attributes };
}

function run(request: BatchExecuteStatementRequest, context: RouterContext): string {
  const members = placeMembers(request.members, context);
  const reads = members.flatMap((member) => (member.kind === 'read' ? [member.read] : []));
  const writes = members.flatMap((member) => (member.kind === 'write' ? [member] : []));
  const found = readItems(context, reads).values();
  const showsBefore = writes.some(({ statement }) => returnedImageOf(statement) !== 'NONE');
  const outcomes = writeItems(
    context,
    writes.map(({ write }) => write),
    {
      refuse: () => undefined,
      showsBefore,
      showsNothing: !showsBefore && request.capacity === 'NONE',
    },
  ).values();
  const slots = members.map((member): Slot => {
    switch (member.kind) {
      case 'refused':
        return refusedSlot(member.error);
      case 'read':
        return readSlot(member.select, member.read.table, mustHave(found.next().value));
      case 'write':
        return writeSlot(member.statement, mustHave(outcomes.next().value));
    }
  });
  return slotsAnswer(slots, request.capacity);
}

function mustHave<T>(outcome: T | undefined): T {
  invariant(outcome !== undefined, 'every statement that came to its table has an outcome');
  return outcome;
}

export const batchExecuteStatement: Operation<BatchExecuteStatementRequest> = {
  name: 'BatchExecuteStatement',
  ...batchExecuteReader,
  touches: ({ members }, scope) =>
    members.flatMap((member) => {
      if (member.kind === 'refused') return [];
      return statementTouch(scope, member.kind === 'read' ? member.select : member.statement);
    }),
  run,
};
