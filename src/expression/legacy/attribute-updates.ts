import { ValueFault } from '../../item/value-fault.ts';
import { typeOf } from '../../wire/attribute-value.ts';
import type { AttributeType, AttributeValue } from '../../wire/attribute-value.ts';
import { PathTree } from '../binding/path-tree.ts';
import type { Update } from '../update/update.ts';
import type { UpdateAction } from '../update/update-nodes.ts';

/** A member of AttributeUpdates; value canonical. */
export interface AttributeUpdate {
  readonly Action?: 'PUT' | 'ADD' | 'DELETE' | undefined;
  readonly Value?: AttributeValue | undefined;
}

const ADD_TYPES: ReadonlySet<AttributeType> = new Set(['N', 'SS', 'NS', 'BS', 'L']);
const DELETE_TYPES: ReadonlySet<AttributeType> = new Set(['SS', 'NS', 'BS']);

/** AttributeUpdates as an update of top-level attributes. Throws `ValueFault` (bare), first member first. */
export function lowerAttributeUpdates(updates: Readonly<Record<string, AttributeUpdate>>): Update {
  const actions = Object.keys(updates).map((name) =>
    lowerUpdate(name, updates[name] as AttributeUpdate),
  );
  const targets = new PathTree<number>();
  actions.forEach((action, index) => targets.add(action.target, index));
  return { source: 'legacy', actions, targets };
}

/** Source of the rules and texts: reference validation.md section 7. */
function lowerUpdate(name: string, update: AttributeUpdate): UpdateAction {
  const { Action = 'PUT', Value: value } = update;
  const target = [name];
  if (value === undefined) {
    if (Action === 'DELETE') return { kind: 'remove', target };
    throw fault('Only DELETE action is allowed when no attribute value is specified');
  }
  const type = typeOf(value);
  if (Action === 'DELETE') {
    if (DELETE_TYPES.has(type)) return { kind: 'delete', target, value };
    throw fault(`DELETE action with value is not supported for the type ${type}`);
  }
  if (Action === 'ADD') {
    if (ADD_TYPES.has(type)) return { kind: 'add', target, value };
    throw fault(`ADD action is not supported for the type ${type}`);
  }
  return { kind: 'set', target, term: { kind: 'literal', value } };
}

function fault(text: string): ValueFault {
  return new ValueFault(`One or more parameter values were invalid: ${text}`);
}
