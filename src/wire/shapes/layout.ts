/**
 * What stands where in the JSON of a request, as far as who passes over its text before anything is made of it has to know
 * (`router/body/body-cut.ts`). Every shape has one.
 */
export type Layout = ScalarLayout | StructureLayout | ListLayout | MapLayout;

export type ScalarLayout = 'text' | 'number' | 'flag';

export interface StructureLayout {
  readonly kind: 'structure';
  /** Others are dropped. */
  readonly members: ReadonlyMap<string, Layout>;
  readonly bytesMax?: number;
}

export interface ListLayout {
  readonly kind: 'list';
  readonly element: Layout;
  /** A longer list is refused for its length. */
  readonly max: number;
}

export interface MapLayout {
  readonly kind: 'map';
  readonly entry: Layout;
  /** A map of more entries is refused for their number. */
  readonly max: number;
  /** Where attribute values begin: what a map or a value may weigh at most, as DynamoDB counts it. */
  readonly bytesMax?: number;
}

const VALUE_MEMBERS = new Map<string, Layout>([
  ['S', 'text'],
  ['N', 'text'],
  ['B', 'text'],
  ['BOOL', 'flag'],
  ['NULL', 'flag'],
]);
for (const set of ['SS', 'NS', 'BS']) {
  VALUE_MEMBERS.set(set, { kind: 'list', element: 'text', max: Infinity });
}
const NESTED_VALUE: StructureLayout = { kind: 'structure', members: VALUE_MEMBERS };
VALUE_MEMBERS.set('L', { kind: 'list', element: NESTED_VALUE, max: Infinity });
VALUE_MEMBERS.set('M', { kind: 'map', entry: NESTED_VALUE, max: Infinity });

/** An attribute value that is not within another one. */
export function valueLayout(bytesMax: number): StructureLayout {
  return { ...NESTED_VALUE, bytesMax };
}

/** A map of attribute values that together weigh `bytesMax` at most. */
export function valuesLayout(bytesMax: number, max = Infinity): MapLayout {
  return { kind: 'map', entry: NESTED_VALUE, max, bytesMax };
}
