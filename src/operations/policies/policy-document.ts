/**
 * Resource policies as documents: what AWS refuses of them, and the form it keeps them in. Nobody signs in here, so that
 * they are stored and answered, never evaluated.
 *
 * Source: reference api-surface.md sections 7 and 9; forms and texts as AWS answered in October 2026.
 */
import { utf8Bytes } from '../../kernel/utf8-codec.ts';
import { invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import type { DynamoError } from '../../wire/dynamo-error.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import { isActionOf } from './policy-actions.ts';
import { isBounded } from './policy-bounds.ts';
import {
  canonicalPrincipal,
  isEveryone,
  isPrincipal,
  listOf,
  loneElement,
} from './policy-principal.ts';
import type { ResourceKind } from '../request/resource.ts';

const POLICY_BYTES_MAX = 20_480;
/** What IAM takes a document without a version for. */
const OLDEST_VERSION = '2008-10-17';
/** Deeper than any policy, and shallow enough for any stack. */
const LEVELS_MAX = 32;

/** A checked document: its statements in a list, everything else as it came. */
export interface PolicyDocument extends JsonObject {
  readonly Statement: readonly JsonObject[];
}

/** Reads a policy for a resource. Throws what AWS says of one that is none. */
export function parsePolicy(text: string, kind: ResourceKind): PolicyDocument {
  if (utf8Bytes(text).length > POLICY_BYTES_MAX) {
    throw invalidParameter(`Maximum policy size of ${String(POLICY_BYTES_MAX)} bytes exceeded`);
  }
  const document = parseObject(text);
  if (Object.keys(document).length === 0) throw invalidPolicy('Syntax error at position (1,3)');
  const given = document['Statement'];
  if (given === undefined) throw invalidPolicy('Missing required field Statement');
  const statements: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (statements.length === 0) {
    throw invalidPolicy('Could not parse the policy: Statement is empty!');
  }
  const checked = statements.map(checkStatement);
  checkIds(checked);
  checkActions(checked, kind);
  checkPrincipals(checked);
  checkBounds(checked);
  return { ...document, Statement: checked };
}

function parseObject(text: string): JsonObject {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw invalidPolicy('This policy contains invalid Json');
  }
  if (Array.isArray(document)) throw invalidPolicy('This policy contains invalid Json');
  if (typeof document !== 'object' || document === null || isDeeperThan(document, LEVELS_MAX)) {
    throw invalidPolicy('This text appears not to be a policy');
  }
  return document as JsonObject;
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeperThan(each, levels - 1));
}

function checkStatement(statement: unknown): JsonObject {
  if (typeof statement !== 'object' || statement === null || Array.isArray(statement)) {
    throw invalidPolicy('This text appears not to be a policy');
  }
  const fields = statement as JsonObject;
  const effect = effectOf(fields);
  for (const field of ['Principal', 'Action', 'Resource']) {
    if (fields[field] === undefined && fields[`Not${field}`] === undefined) {
      throw invalidPolicy(`Missing required field ${field}`);
    }
  }
  return { ...fields, Effect: effect };
}

function effectOf({ Effect: effect }: JsonObject): 'Allow' | 'Deny' {
  if (effect === undefined) throw invalidPolicy('Missing required field Effect');
  const word = typeof effect === 'string' ? effect.toLowerCase() : '';
  if (word === 'allow') return 'Allow';
  if (word === 'deny') return 'Deny';
  throw invalidPolicy('Invalid effect');
}

function checkIds(statements: readonly JsonObject[]): void {
  const ids = statements.map((each) => each['Sid']).filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) {
    throw invalidPolicy('The Statement Ids in the policy are not unique');
  }
}

/** Every name that the resource does not know, once, as it was given. */
function checkActions(statements: readonly JsonObject[], kind: ResourceKind): void {
  const unknown = statements.flatMap(namedActions).filter((name) => !isActionOf(kind, name));
  if (unknown.length === 0) return;
  const names = [...new Set(unknown.map((name) => JSON.stringify(name)))].join(', ');
  throw invalidPolicy(`The following action names are invalid: ${names}`);
}

function checkPrincipals(statements: readonly JsonObject[]): void {
  const isSound = ({ Principal, NotPrincipal }: JsonObject): boolean =>
    isPrincipal(Principal ?? NotPrincipal);
  if (!statements.every(isSound)) throw invalidParameter('Invalid principal in policy document.');
}

function checkBounds(statements: readonly JsonObject[]): void {
  const isUnbounded = ({ Effect, Principal, Condition }: JsonObject): boolean =>
    Effect === 'Allow' && isEveryone(Principal) && !isBounded(Condition);
  if (!statements.some(isUnbounded)) return;
  throw validationError(
    'Resource-based policy grants unbounded access in one or more elements. ' +
      'Please revise the policy to ensure least-privilege form of access',
  );
}

function invalidPolicy(fault: string): DynamoError {
  return invalidParameter(`Invalid policy document: ${fault}`);
}

/** The names in the Action of a statement, or in its NotAction. */
export function namedActions({ Action, NotAction }: JsonObject): readonly unknown[] {
  return listOf(Action ?? NotAction);
}

const DOCUMENT_FIELDS = ['Id', 'Version', 'Statement'];
const STATEMENT_FIELDS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/**
 * The text that AWS keeps and answers: no blanks, fields in a fixed order, a list of one as its one element, accounts as
 * the ARNs of their roots. Documents that differ in these alone are the same one.
 */
export function canonicalPolicy(document: PolicyDocument): string {
  const { Version: version = OLDEST_VERSION, ...rest } = document;
  const statements = document.Statement.map((each) =>
    inOrder(canonicalFields(each), STATEMENT_FIELDS),
  );
  return JSON.stringify(
    inOrder({ ...rest, Version: version, Statement: statements }, DOCUMENT_FIELDS),
  );
}

function canonicalFields(statement: JsonObject): JsonObject {
  const fields = Object.entries(statement).map(([name, value]): [string, unknown] => {
    if (name === 'Principal' || name === 'NotPrincipal') return [name, canonicalPrincipal(value)];
    const isList = name !== 'Condition' && Array.isArray(value);
    return [name, isList ? loneElement(value) : value];
  });
  return Object.fromEntries(fields);
}

/** The members named in `order` first and in that order, others after them. */
function inOrder(members: JsonObject, order: readonly string[]): JsonObject {
  const known = order.filter((name) => members[name] !== undefined);
  const others = Object.keys(members).filter((name) => !order.includes(name));
  return Object.fromEntries([...known, ...others].map((name) => [name, members[name]]));
}
