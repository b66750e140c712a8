import type { TextPosition } from './statement-fault.ts';

/*
 * What a statement says, as it is written: names unresolved, parameters by number, nothing known of any table. Frozen once
 * parsed, because statements that are sent again are not parsed again.
 */

interface Located {
  readonly at: TextPosition;
}

export interface NameStep extends Located {
  readonly kind: 'name';
  readonly name: string;
}

/** `[...]`: an index, and whatever else may be written there. */
export interface IndexStep extends Located {
  readonly kind: 'index';
  readonly index: ExpressionSyntax;
}

/** `.*` and `[*]`. */
export interface StarStep extends Located {
  readonly kind: 'unpivot' | 'wildcard';
}

export type StepSyntax = NameStep | IndexStep | StarStep;

/** A name, or a path from it. `at` is where the first name stands. */
export interface PathSyntax extends Located {
  readonly kind: 'path';
  readonly steps: readonly [NameStep, ...StepSyntax[]];
}

/** A path from something other than a name. */
export interface RootedPathSyntax extends Located {
  readonly kind: 'rooted';
}

/** Its sign included. */
export interface NumberSyntax extends Located {
  readonly kind: 'number';
  readonly text: string;
}

export interface StringSyntax extends Located {
  readonly kind: 'string';
  readonly text: string;
}

export interface BooleanSyntax extends Located {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface BareSyntax extends Located {
  readonly kind: 'null' | 'missing';
}

/** The `index`-th `?`, from 0. */
export interface ParameterSyntax extends Located {
  readonly kind: 'parameter';
  readonly index: number;
}

export interface SequenceSyntax extends Located {
  readonly kind: 'list' | 'bag';
  readonly elements: readonly ExpressionSyntax[];
}

export interface FieldSyntax {
  readonly key: ExpressionSyntax;
  readonly value: ExpressionSyntax;
}

export interface StructSyntax extends Located {
  readonly kind: 'struct';
  readonly fields: readonly FieldSyntax[];
}

/** The name in small letters. */
export interface CallSyntax extends Located {
  readonly kind: 'call';
  readonly name: string;
  readonly operands: readonly ExpressionSyntax[];
}

export interface UnarySyntax extends Located {
  readonly kind: 'unary';
  readonly operator: 'not' | '+' | '-' | '@';
  readonly operand: ExpressionSyntax;
}

/** Comparison, arithmetic, `||` and LIKE. */
export interface BinarySyntax extends Located {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: ExpressionSyntax;
  readonly right: ExpressionSyntax;
}

export interface LogicSyntax extends Located {
  readonly kind: 'and' | 'or';
  readonly operands: readonly ExpressionSyntax[];
}

export interface BetweenSyntax extends Located {
  readonly kind: 'between';
  readonly negated: boolean;
  readonly operand: ExpressionSyntax;
  readonly lower: ExpressionSyntax;
  readonly upper: ExpressionSyntax;
}

export interface InSyntax extends Located {
  readonly kind: 'in';
  readonly negated: boolean;
  readonly operand: ExpressionSyntax;
  readonly candidates: ExpressionSyntax;
}

/** The type in capitals, as messages call it. */
export interface IsSyntax extends Located {
  readonly kind: 'is';
  readonly negated: boolean;
  readonly operand: ExpressionSyntax;
  readonly type: string;
}

/** A statement where an expression may stand: as a whole, or inside EXISTS(...). */
export interface NestedSyntax extends Located {
  readonly kind: 'statement';
  readonly statement: StatementSyntax;
}

export type ExpressionSyntax =
  | PathSyntax
  | RootedPathSyntax
  | NumberSyntax
  | StringSyntax
  | BooleanSyntax
  | BareSyntax
  | ParameterSyntax
  | SequenceSyntax
  | StructSyntax
  | CallSyntax
  | UnarySyntax
  | BinarySyntax
  | LogicSyntax
  | BetweenSyntax
  | InSyntax
  | IsSyntax
  | NestedSyntax;

/** What stands behind FROM, UPDATE, DELETE FROM or INSERT INTO. */
export interface SourceSyntax {
  readonly source: ExpressionSyntax;
  readonly aliased: boolean;
  /** More than one, by commas. */
  readonly several: boolean;
}

export interface ColumnSyntax {
  readonly expression: ExpressionSyntax;
  readonly aliased: boolean;
}

export interface OrderSyntax {
  readonly expression: ExpressionSyntax;
  readonly descending: boolean;
}

export interface ReturningSyntax {
  readonly which: 'ALL' | 'MODIFIED';
  readonly image: 'OLD' | 'NEW';
}

export interface SelectSyntax extends Located {
  readonly kind: 'select';
  /** Undefined for `*`. */
  readonly columns: readonly ColumnSyntax[] | undefined;
  readonly distinct: TextPosition | undefined;
  readonly selectsValue: boolean;
  readonly from: SourceSyntax;
  readonly where: ExpressionSyntax | undefined;
  readonly order: readonly OrderSyntax[] | undefined;
  /** GROUP BY, HAVING or LIMIT as messages name it, the first that was written. */
  readonly unsupportedClause: string | undefined;
}

export interface InsertSyntax extends Located {
  readonly kind: 'insert';
  readonly into: SourceSyntax;
  /** Undefined where several values are inserted. */
  readonly value: ExpressionSyntax | undefined;
  readonly hasPosition: boolean;
  readonly onConflict: 'none' | 'nothing';
  readonly returning: ReturningSyntax | undefined;
}

export interface AssignmentSyntax {
  readonly kind: 'set';
  readonly target: PathSyntax;
  readonly value: ExpressionSyntax;
}

export interface RemovalSyntax {
  readonly kind: 'remove';
  readonly target: PathSyntax;
}

export type ChangeSyntax = AssignmentSyntax | RemovalSyntax;

export interface UpdateSyntax extends Located {
  readonly kind: 'update';
  readonly table: SourceSyntax;
  readonly changes: readonly ChangeSyntax[];
  /** INSERT INTO among the changes. */
  readonly inserts: boolean;
  readonly where: ExpressionSyntax | undefined;
  readonly returning: ReturningSyntax | undefined;
}

export interface DeleteSyntax extends Located {
  readonly kind: 'delete';
  readonly from: SourceSyntax;
  readonly where: ExpressionSyntax | undefined;
  readonly returning: ReturningSyntax | undefined;
}

export type StatementSyntax = SelectSyntax | InsertSyntax | UpdateSyntax | DeleteSyntax;
