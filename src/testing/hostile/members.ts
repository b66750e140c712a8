import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as streams from '@aws-sdk/client-dynamodb-streams';

/** What stands at one place of a request, by the SDK's own description of the operation. */
export type MemberKind = 'text' | 'number' | 'flag' | 'list' | 'map' | 'structure' | 'value';

/** A place in a request: names of members, `0` for an element of a list, `k` for an entry of a map. */
export interface Member {
  readonly path: readonly string[];
  readonly kind: MemberKind;
}

/** Deep enough for `TransactItems.0.Put.ExpressionAttributeValues.k`. */
const DEPTH_MAX = 6;

/** Shapes as the SDK describes them: numbers for scalars, tuples for the rest, functions for what comes later. */
type Shape = unknown;
const LIST = 1;
const MAP = 2;
const STRUCTURES = [3, 4];
const FLAG = 2;
const NUMBER = 1;

/** Members of our own operations, which no SDK knows. */
const OWN: Readonly<Record<string, string>> = {
  GetConsumer: 'Consumer',
  PutConsumer: 'Consumer State ExpectedState',
  DescribeRegions: '',
  SetLink: 'From To Cut DelayMs Loss',
  TailStream: 'TableName StreamArn After ShardId',
};

/** Every place in a request of this operation, outer ones first. */
export function membersOf(operation: string): readonly Member[] {
  const own = OWN[operation];
  if (own !== undefined) {
    return own.split(' ').map((name) => ({ path: [name], kind: 'text' }));
  }
  const schema = resolve(
    (dynamodb as Record<string, unknown>)[`${operation}$`] ??
      (streams as Record<string, unknown>)[`${operation}$`],
  );
  if (!Array.isArray(schema)) throw new Error(`the SDK has no ${operation}`);
  const members: Member[] = [];
  walk(schema[4], [], members);
  return members.slice(1);
}

function resolve(shape: Shape): Shape {
  return typeof shape === 'function' ? resolve((shape as () => Shape)()) : shape;
}

function walk(given: Shape, path: readonly string[], members: Member[]): void {
  const shape = resolve(given);
  const kind = kindOf(shape);
  members.push({ path, kind });
  if (path.length >= DEPTH_MAX || !Array.isArray(shape)) return;
  if (kind === 'list') walk(shape[4], [...path, '0'], members);
  if (kind === 'map') walk(shape[5], [...path, 'k'], members);
  if (kind !== 'structure') return;
  for (const [i, name] of (shape[4] as readonly string[]).entries()) {
    walk((shape[5] as readonly Shape[])[i], [...path, name], members);
  }
}

function kindOf(shape: Shape): MemberKind {
  if (!Array.isArray(shape)) return scalarKind(Number(shape));
  const [type, , name] = shape as readonly unknown[];
  if (name === 'AttributeValue') return 'value';
  if (type === LIST) return 'list';
  if (type === MAP) return 'map';
  return STRUCTURES.includes(Number(type)) ? 'structure' : 'text';
}

/** Containers of scalars carry a bit beside the scalar's number. */
function scalarKind(code: number): MemberKind {
  if ((code & 64) !== 0) return 'list';
  if ((code & 128) !== 0) return 'map';
  if (code === FLAG) return 'flag';
  return code === NUMBER ? 'number' : 'text';
}
