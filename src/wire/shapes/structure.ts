import { validationError } from '../dynamo-error.ts';
import type { JsonObject } from './collections.ts';
import { Failures, reportUsual } from './constraint.ts';
import type { ConstraintReport, ConstraintFailure, Place } from './constraint.ts';
import type { EchoText } from './echo-text.ts';
import type { StructureLayout } from './layout.ts';
import { complain, serializationError } from './shape.ts';
import type { Shape } from './shape.ts';

/** A member that must be there. Made by {@link required}. */
export interface RequiredMember<T> {
  readonly required: Shape<T>;
}

export function required<T>(shape: Shape<T>): RequiredMember<T> {
  return { required: shape };
}

/** The members of a structure in the order their failures are reported. Members not named here are dropped. */
export type Members = Readonly<Record<string, Shape<unknown> | RequiredMember<unknown>>>;

/** What a structure of `M` reads: absent and null members are undefined. */
export type StructureOf<M extends Members> = {
  readonly [
    K in keyof M as M[K] extends RequiredMember<unknown> ? K : never
  ]: M[K] extends RequiredMember<infer T> ? T : never;
} & {
  readonly [K in keyof M as M[K] extends RequiredMember<unknown> ? never : K]?: M[K] extends Shape<
    infer T
  >
    ? T
    : never;
};

interface CompiledMember {
  readonly name: string;
  readonly shape: Shape<unknown>;
  readonly isRequired: boolean;
}

/** Members made ready for reading: in order of declaration, and by name. */
interface CompiledMembers {
  readonly inOrder: readonly CompiledMember[];
  readonly byName: ReadonlyMap<string, CompiledMember>;
  readonly requiredCount: number;
}

function compile(members: Members): CompiledMembers {
  const inOrder = Object.entries(members).map(([name, member]): CompiledMember =>
    'required' in member
      ? { name, shape: member.required, isRequired: true }
      : { name, shape: member, isRequired: false },
  );
  return {
    inOrder,
    byName: new Map(inOrder.map((member) => [member.name, member])),
    requiredCount: inOrder.filter((member) => member.isRequired).length,
  };
}

function layoutOf({ inOrder }: CompiledMembers): StructureLayout {
  return {
    kind: 'structure',
    members: new Map(inOrder.map(({ name, shape }) => [name, shape.layout])),
  };
}

/** Reads what is there, in the order it came: requests leave most members out. */
function readMembers(
  members: CompiledMembers,
  given: JsonObject,
  here: Place | undefined,
  failures: Failures,
): JsonObject {
  if (failures.isByDeclaration) {
    findFailures(members, given, here, failures);
    return given;
  }
  let copy: Record<string, unknown> | undefined;
  let requiredCount = 0;
  for (const name in given) {
    const member = members.byName.get(name);
    const value = given[name];
    if (member === undefined || value === null || value === undefined) {
      (copy ??= { ...given })[name] = undefined;
      continue;
    }
    if (member.isRequired) requiredCount += 1;
    const read = member.shape.read(value, here, name, failures);
    if (read !== value) (copy ??= { ...given })[name] = read;
  }
  if (requiredCount < members.requiredCount) missing('', here, failures);
  return copy ?? given;
}

function findFailures(
  members: CompiledMembers,
  given: JsonObject,
  here: Place | undefined,
  failures: Failures,
): void {
  for (const { name, shape, isRequired } of members.inOrder) {
    const value = given[name];
    if (value !== undefined && value !== null) shape.read(value, here, name, failures);
    else if (isRequired) missing(name, here, failures);
  }
}

function missing(name: string, here: Place | undefined, failures: Failures): void {
  complain(failures, here, name, {
    kind: 'null',
    form: 'echo',
    echo: undefined,
    constraint: 'Member must not be null',
  });
}

/** A nested structure; `name` is its shape's name, as messages print it. */
export function structure<M extends Members>(name: string, members: M): Shape<StructureOf<M>> {
  const compiled = compile(members);
  return {
    layout: layoutOf(compiled),
    read: (value, parent, step, failures) => {
      if (typeof value !== 'object') throw serializationError('Unexpected field type');
      if (Array.isArray(value)) {
        throw serializationError(
          `Unrecognized collection type class com.amazonaws.dynamodb.v20120810.${name}`,
        );
      }
      const read = readMembers(compiled, value as JsonObject, { parent, step }, failures);
      return read as StructureOf<M>;
    },
    echo: (value, out) => {
      const addMember = (each: CompiledMember): void => {
        echoMember(each, value, out);
      };
      out.add(`${name}(`).addList(compiled.inOrder, addMember).add(')');
    },
    checkValues: (value) => checkMembers(compiled, value as JsonObject),
  };
}

function checkMembers(members: CompiledMembers, given: JsonObject): void {
  for (const { name, shape } of members.inOrder) {
    const value = given[name];
    if (value !== undefined && value !== null) shape.checkValues?.(value);
  }
}

function echoMember(member: CompiledMember, structureValue: unknown, out: EchoText): void {
  const value = (structureValue as JsonObject)[member.name];
  out.add(`${member.name.charAt(0).toLowerCase()}${member.name.slice(1)}=`);
  if (value === undefined || value === null) out.add('null');
  else member.shape.echo(value, out);
}

/** Reads the body of a request; `checkValues` is that of its members, see {@link Shape}. */
export type RequestReader<M extends Members> = ((body: JsonObject) => StructureOf<M>) & {
  readonly layout: StructureLayout;
  readonly checkValues: (body: JsonObject) => void;
};

/**
 * The whole first validation layer of an operation: reads a request body, throws a SerializationException or a
 * ValidationException holding the constraint failures as `report` words them.
 */
export function requestShape<M extends Members>(
  members: M,
  report: ConstraintReport = reportUsual,
): RequestReader<M> {
  const compiled = compile(members);
  const byDeclaration = (body: JsonObject): readonly ConstraintFailure[] => {
    const failures = new Failures(true);
    findFailures(compiled, body, undefined, failures);
    return failures.found;
  };
  const read = (body: JsonObject): StructureOf<M> => {
    const failures = new Failures(false);
    const request = readMembers(compiled, body, undefined, failures);
    if (failures.found.length > 0) throw validationError(report(byDeclaration(body)));
    return request as StructureOf<M>;
  };
  return Object.assign(read, {
    layout: layoutOf(compiled),
    checkValues: (body: JsonObject) => checkMembers(compiled, body),
  });
}
