/**
 * What reads take alike: which attributes to answer, how consistent to be, what to report.
 */
import type { ReadConsistency } from '../../capacity/units.ts';
import { lowerAttributesToGet } from '../../expression/legacy/attributes-to-get.ts';
import type { Placeholders } from '../../expression/binding/placeholders.ts';
import { compileProjection, projectItem } from '../../expression/projection/projection.ts';
import type { Projection } from '../../expression/projection/projection.ts';
import { sizeOfItem } from '../../item/item-size.ts';
import { decodeItem } from '../../partition/stored-image.ts';
import type { StoredItem } from '../../storage/stored-item.ts';
import { boolean, string } from '../../wire/shapes/scalars.ts';
import { expressionAttributeNames } from './common-members.ts';
import { attributesToGet } from './legacy-members.ts';

/** The members by which every read chooses attributes. */
export const projectionMembers = {
  AttributesToGet: attributesToGet,
  ProjectionExpression: string(),
  ExpressionAttributeNames: expressionAttributeNames,
} as const;

export const consistentRead = boolean();

/** The attributes a read answers; undefined for all of them. Throws `ValueFault`. */
export function readProjection(
  request: {
    readonly AttributesToGet?: readonly string[];
    readonly ProjectionExpression?: string;
  },
  placeholders: Placeholders,
): Projection | undefined {
  if (request.ProjectionExpression !== undefined) {
    return compileProjection(request.ProjectionExpression, placeholders);
  }
  if (request.AttributesToGet !== undefined) return lowerAttributesToGet(request.AttributesToGet);
  return undefined;
}

export function consistencyOf(consistent: boolean | undefined): ReadConsistency {
  return consistent === true ? 'strong' : 'eventual';
}

/** JSON text of a stored item in an answer: its own text where all of it is wanted. */
export function projectedText(stored: StoredItem, projection: Projection | undefined): string {
  if (projection === undefined) return stored.text;
  return JSON.stringify(projectItem(projection, decodeItem(stored.text)));
}

/** What is shown of an item: undefined where there is none, and where nothing of it is projected. */
export function projectedItem(
  stored: StoredItem | undefined,
  projection: Projection | undefined,
): Pick<StoredItem, 'text' | 'sizeBytes'> | undefined {
  if (stored === undefined || projection === undefined) return stored;
  const projected = projectItem(projection, decodeItem(stored.text));
  if (Object.keys(projected).length === 0) return undefined;
  return { text: JSON.stringify(projected), sizeBytes: sizeOfItem(projected) };
}
