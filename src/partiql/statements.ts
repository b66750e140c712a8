import type { ConditionNode } from '../expression/condition-nodes.ts';
import type { Projection } from '../expression/projection/projection.ts';
import type { UpdateNode } from '../expression/update/update-nodes.ts';
import { ParseCache } from '../expression/syntax/parse-cache.ts';
import { sizeOfItem } from '../item/item-size.ts';
import { ValueFault } from '../item/value-fault.ts';
import type { Item } from '../wire/attribute-value.ts';
import { lowerChanges } from './update-clauses.ts';
import { lowerWhereCondition } from './where-conditions.ts';
import { checkOperators } from './operator-limit.ts';
import { documentPathOf, nonEmpty } from './document-paths.ts';
import { itemOfStruct } from './literal-values.ts';
import { checkParameterCount } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { lowerColumns } from './select-list.ts';
import type {
  DeleteSyntax,
  ExpressionSyntax,
  InsertSyntax,
  OrderSyntax,
  ReturningSyntax,
  SelectSyntax,
  SourceSyntax,
  StatementSyntax,
  UpdateSyntax,
} from './syntax/nodes.ts';
import { faultAt } from './syntax/statement-fault.ts';
import { parseStatement } from './syntax/statement-parser.ts';

/*
 * Statements with their parameters in place: all that can be said of them before their tables are looked up.
 */

export interface OrderTerm {
  readonly attribute: string;
  readonly descending: boolean;
}

export interface SelectStatement {
  readonly kind: 'select';
  readonly table: string;
  readonly index: string | undefined;
  readonly projection: Projection | undefined;
  readonly where: ConditionNode | undefined;
  readonly order: readonly OrderTerm[] | undefined;
  /** What the rest of a read of an index is refused with, behind what the index itself is refused with. */
  readonly fault?: ValueFault;
}

export interface InsertStatement {
  readonly kind: 'insert';
  readonly table: string;
  readonly item: Item;
  readonly sizeBytes: number;
}

export interface UpdateStatement {
  readonly kind: 'update';
  readonly table: string;
  readonly update: UpdateNode;
  readonly where: ConditionNode | undefined;
  readonly returning: ReturningSyntax | undefined;
}

export interface DeleteStatement {
  readonly kind: 'delete';
  readonly table: string;
  readonly where: ConditionNode | undefined;
  readonly returning: ReturningSyntax | undefined;
}

/** `EXISTS(SELECT ...)`: the condition check of transactions. */
export interface ExistsStatement {
  readonly kind: 'exists';
  readonly select: SelectStatement;
}

export type WriteStatement = InsertStatement | UpdateStatement | DeleteStatement;
export type Statement = SelectStatement | WriteStatement | ExistsStatement;

/** Texts kept, in characters. */
const CACHED_CHARACTERS_MAX = 100_000;

const parsed = new ParseCache(CACHED_CHARACTERS_MAX, parseStatement);

/**
 * Reads a statement with its parameters. Throws `ValueFault`, bare.
 *
 * Source: reference semantics.md section 7, validation.md section 11.
 */
export function prepareStatement(text: string, parameters: Parameters): Statement {
  const { root, parameters: wanted } = parsed.get(text);
  return lowerRoot(root, parameters, wanted);
}

function lowerRoot(root: ExpressionSyntax, parameters: Parameters, wanted: number): Statement {
  if (root.kind === 'statement') {
    checkParameterCount(parameters, wanted);
    return lowerStatement(root.statement, parameters);
  }
  if (root.kind === 'call' && root.name === 'exists') {
    const [operand, ...others] = root.operands;
    if (operand?.kind === 'statement' && operand.statement.kind === 'select') {
      if (others.length === 0) {
        checkParameterCount(parameters, wanted);
        return { kind: 'exists', select: lowerSelect(operand.statement, parameters) };
      }
    }
    throw new ValueFault('EXISTS() must contain a single item read with additional condition');
  }
  throw new ValueFault(`Unsupported operation: ${OPERATION_NAMES[root.kind]}`);
}

/** As messages call what is no statement. */
const OPERATION_NAMES: Readonly<Record<ExpressionSyntax['kind'], string>> = {
  path: 'VariableReference',
  rooted: 'Path',
  number: 'Literal',
  string: 'Literal',
  boolean: 'Literal',
  null: 'Literal',
  missing: 'LiteralMissing',
  parameter: 'Parameter',
  list: 'Seq',
  bag: 'Seq',
  struct: 'Struct',
  call: 'NAry',
  unary: 'NAry',
  binary: 'NAry',
  and: 'NAry',
  or: 'NAry',
  between: 'NAry',
  in: 'NAry',
  is: 'IsType',
  statement: 'Statement',
};

function lowerStatement(syntax: StatementSyntax, parameters: Parameters): Statement {
  switch (syntax.kind) {
    case 'select':
      return lowerSelect(syntax, parameters);
    case 'insert':
      return lowerInsert(syntax, parameters);
    case 'update':
      return lowerUpdate(syntax, parameters);
    case 'delete':
      return lowerDelete(syntax, parameters);
  }
}

/** The names behind FROM: a table, and perhaps an index of it. */
function lowerSource({
  source,
  aliased,
  several,
}: SourceSyntax): readonly [table: string, index: string | undefined] {
  if (several) throw new ValueFault('Only select from a single table or index is supported.');
  if (aliased) throw new ValueFault('Aliasing is not supported');
  if (source.kind !== 'path') throw new ValueFault('Unexpected from source');
  if (source.steps.length > 2) {
    throw new ValueFault('A path may contain at most 2 components in the FROM clause');
  }
  const [table, index] = documentPathOf(source).map(String);
  return [nonEmpty(table ?? ''), index];
}

function lowerTable(source: SourceSyntax): string {
  const [table, index] = lowerSource(source);
  if (index !== undefined) throw new ValueFault('This operation is not supported on an index');
  return table;
}

function lowerSelect(syntax: SelectSyntax, parameters: Parameters): SelectStatement {
  if (syntax.distinct !== undefined) {
    throw new ValueFault('Unsupported token in expression: DISTINCT');
  }
  if (syntax.selectsValue) {
    throw new ValueFault("Select projection doesn't support value or pivot keywords");
  }
  const [table, index] = lowerSource(syntax.from);
  if (index === undefined)
    return { kind: 'select', table, index, ...lowerRead(syntax, parameters) };
  try {
    return { kind: 'select', table, index, ...lowerRead(syntax, parameters) };
  } catch (fault) {
    if (!(fault instanceof ValueFault)) throw fault;
    const nothing = { projection: undefined, where: undefined, order: undefined };
    return { kind: 'select', table, index, ...nothing, fault };
  }
}

/** What is read, of whichever table. */
function lowerRead(
  syntax: SelectSyntax,
  parameters: Parameters,
): Pick<SelectStatement, 'projection' | 'where' | 'order'> {
  const projection = lowerColumns(syntax.columns);
  if (syntax.unsupportedClause !== undefined) {
    throw new ValueFault(`Unsupported clause: ${syntax.unsupportedClause}`);
  }
  const where = lowerWhere(syntax.where, parameters);
  const order = syntax.order?.map(lowerOrder);
  if (order !== undefined && where === undefined) {
    throw new ValueFault('Must have WHERE clause in the statement when using ORDER BY clause.');
  }
  return { projection, where, order };
}

function lowerOrder({ expression, descending }: OrderSyntax): OrderTerm {
  if (expression.kind !== 'path') throw faultAt('Unexpected path component', expression.at);
  return { attribute: documentPathOf(expression).join('.'), descending };
}

function lowerWhere(
  where: ExpressionSyntax | undefined,
  parameters: Parameters,
): ConditionNode | undefined {
  if (where === undefined) return undefined;
  checkOperators([where]);
  return lowerWhereCondition(where, parameters);
}

function lowerInsert(syntax: InsertSyntax, parameters: Parameters): InsertStatement {
  const { into, value } = syntax;
  if (into.source.kind === 'path' && into.source.steps.length > 1) {
    throw new ValueFault(
      'FROM clause may only contain a single table name in data manipulation statements',
    );
  }
  const table = lowerTable(into);
  if (value === undefined) {
    throw new ValueFault(
      'Unsupported operation: Inserting multiple items in a single statement is not supported, ' +
        'use "INSERT INTO tableName VALUE item" instead',
    );
  }
  if (syntax.returning !== undefined) {
    throw new ValueFault('RETURNING is not supported in INSERT');
  }
  if (syntax.hasPosition) throw faultAt('AT is not supported in insert statements.', syntax.at);
  if (syntax.onConflict !== 'none') throw new ValueFault('Unsupported clause: ON CONFLICT');
  if (value.kind !== 'struct') {
    throw faultAt(
      'Unsupported format in item expression. Please use struct format {...} to express item ' +
        'values for insert statement.',
      value.at,
    );
  }
  const item = itemOfStruct(value, parameters);
  return { kind: 'insert', table, item, sizeBytes: sizeOfItem(item) };
}

function lowerUpdate(syntax: UpdateSyntax, parameters: Parameters): UpdateStatement {
  if (syntax.inserts) {
    throw faultAt('Unsupported FROM ... WHERE ... clause in INSERT statement.', syntax.at);
  }
  const table = lowerTable(syntax.table);
  const update = lowerChanges(syntax.changes, parameters);
  const where = lowerWhere(syntax.where, parameters);
  return { kind: 'update', table, update, where, returning: syntax.returning };
}

function lowerDelete(syntax: DeleteSyntax, parameters: Parameters): DeleteStatement {
  const table = lowerTable(syntax.from);
  const { returning } = syntax;
  if (returning !== undefined && (returning.which !== 'ALL' || returning.image !== 'OLD')) {
    throw new ValueFault(
      `Invalid returning clause: RETURNING ${returning.which} ${returning.image} *. ` +
        'Only RETURNING ALL OLD * is allowed in DELETE statements.',
    );
  }
  return { kind: 'delete', table, where: lowerWhere(syntax.where, parameters), returning };
}
