/** The requests of the pinned AWS SDK's model, member by member: what its schemas say they may hold. */

/** Schemas as the SDK keeps them: kind, namespace, name, traits, and what follows by kind. */
type Schema = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: unknown,
  ...rest: unknown[],
];
/** A schema, a lazy one, one with traits, or the number of a simple type. */
type SchemaRef = unknown;

const KIND = { list: 1, map: 2, structure: 3, union: 4, operation: 9 } as const;

/** A member of a request, and a body that holds it alone, of a JSON type that it cannot have. */
export interface MisplacedMember {
  readonly path: string;
  readonly body: object;
}

export interface ModelOperation {
  readonly name: string;
  readonly members: readonly MisplacedMember[];
}

/** Every operation of the SDK, with every member that its request can hold, however deep. */
export function operationsOf(sdk: object): readonly ModelOperation[] {
  const operations = Object.values(sdk)
    .filter(isSchema)
    .filter(([kind]) => kind === KIND.operation);
  return operations.map(([, , name, , input]) => ({
    name,
    members: membersOf(resolved(input), []).map(({ path, wrong }) => ({
      path: path.map(({ text }) => text).join(''),
      body: wrapped(path, wrong) as object,
    })),
  }));
}

interface Step {
  readonly text: string;
  readonly wrap: (value: unknown) => unknown;
}

interface Found {
  readonly path: readonly Step[];
  readonly wrong: unknown;
}

const ELEMENT: Step = { text: '[]', wrap: (value) => [value] };
const ENTRY: Step = { text: '{}', wrap: (value) => ({ entry: value }) };

function memberStep(name: string): Step {
  return { text: `.${name}`, wrap: (value) => ({ [name]: value }) };
}

function membersOf(schema: SchemaRef, path: readonly Step[]): readonly Found[] {
  if (!isSchema(schema)) return [];
  const [kind, , name, , ...rest] = schema;
  // A value of an item has a test of its own for every type that it can have.
  if (name === 'AttributeValue') return [];
  if (kind === KIND.list) return at(resolved(rest[0]), [...path, ELEMENT]);
  if (kind === KIND.map) return at(resolved(rest[1]), [...path, ENTRY]);
  if (kind !== KIND.structure && kind !== KIND.union) return [];
  const [names, members] = rest as [readonly string[], readonly SchemaRef[]];
  return names.flatMap((each, i) => at(resolved(members[i]), [...path, memberStep(each)]));
}

/** The member at `path`, and what is in it. A recursive shape ends where it comes again. */
function at(schema: SchemaRef, path: readonly Step[]): readonly Found[] {
  const isOpaque = isSchema(schema) && schema[2] === 'AttributeValue';
  const own = isOpaque ? [] : [{ path, wrong: wrongFor(schema) }];
  return [...own, ...membersOf(schema, path)];
}

/** JSON that no value of the schema is: a structure for a text, a list for a structure. */
function wrongFor(schema: SchemaRef): unknown {
  if (!isSchema(schema)) return typeof schema === 'number' && schema >= 64 ? 'x' : {};
  const [kind] = schema;
  return kind === KIND.list ? 'x' : [];
}

function wrapped(path: readonly Step[], wrong: unknown): unknown {
  return path.reduceRight((value, { wrap }) => wrap(value), wrong);
}

function resolved(ref: SchemaRef): SchemaRef {
  if (typeof ref === 'function') return resolved((ref as () => SchemaRef)());
  // A reference with traits of its own.
  if (Array.isArray(ref) && typeof ref[0] !== 'number') return resolved(ref[0] as SchemaRef);
  return ref;
}

function isSchema(value: unknown): value is Schema {
  return Array.isArray(value) && typeof value[0] === 'number' && typeof value[2] === 'string';
}
