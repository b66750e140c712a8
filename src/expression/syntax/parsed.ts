import { utf8Length } from '../../item/item-size.ts';
import { expressionFault } from '../expression-fault.ts';
import type { ExpressionKind } from '../expression-fault.ts';
import { ConditionParser } from './condition-parser.ts';
import type { ConditionSyntax, PathSyntax, UpdateSyntax } from './nodes.ts';
import { ParseCache } from './parse-cache.ts';
import { ProjectionParser } from './projection-parser.ts';
import { UpdateParser } from './update-parser.ts';

/*
 * The parsed form of an expression text, from the cache where the text was seen before. All that depends on the text alone
 * is checked here. Everything refused is a `ValueFault`. Source of texts and order: reference validation.md section 6.
 */

/** Raw length of an expression in UTF-8 bytes. */
const EXPRESSION_BYTES_MAX = 4096;

/** Texts kept for each kind of expression, in characters. What they parse to takes 30 bytes a character. Measured. */
const CACHED_CHARACTERS_MAX = 100_000;

type ConditionKind = 'ConditionExpression' | 'FilterExpression' | 'KeyConditionExpression';

const conditions: Readonly<Record<ConditionKind, ParseCache<ConditionSyntax>>> = {
  ConditionExpression: conditionCache('ConditionExpression'),
  FilterExpression: conditionCache('FilterExpression'),
  KeyConditionExpression: conditionCache('KeyConditionExpression'),
};

const projections = new ParseCache(CACHED_CHARACTERS_MAX, (text) => {
  checkLength('ProjectionExpression', text);
  return new ProjectionParser('ProjectionExpression', text).parse();
});

const updates = new ParseCache(CACHED_CHARACTERS_MAX, (text) => {
  checkLength('UpdateExpression', text);
  return new UpdateParser('UpdateExpression', text).parse();
});

export function parseCondition(kind: ConditionKind, text: string): ConditionSyntax {
  return conditions[kind].get(text);
}

export function parseProjection(text: string): readonly PathSyntax[] {
  return projections.get(text);
}

export function parseUpdate(text: string): UpdateSyntax {
  return updates.get(text);
}

function conditionCache(kind: ConditionKind): ParseCache<ConditionSyntax> {
  return new ParseCache(CACHED_CHARACTERS_MAX, (text) => {
    checkLength(kind, text);
    return new ConditionParser(kind, text).parse();
  });
}

function checkLength(kind: ExpressionKind, text: string): void {
  const sizeBytes = utf8Length(text);
  if (sizeBytes > EXPRESSION_BYTES_MAX) {
    const echoes = kind !== 'UpdateExpression' && kind !== 'ProjectionExpression';
    const size = echoes ? ` expression size: ${sizeBytes}` : '';
    throw expressionFault(kind, `Expression size has exceeded the maximum allowed size;${size}`);
  }
  if (text.length === 0) throw expressionFault(kind, 'The expression can not be empty;');
}
