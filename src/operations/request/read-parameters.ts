/**
 * What reads take alike: which attributes to answer, how consistent to be, what to report.
 */
import type { ReadConsistency } from '../../capacity/units.ts';
import { lowerAttributesToGet } from '../../expression/legacy/attributes-to-get.ts';
import type { Placeholders } from '../../expression/binding/placeholders.ts';
import { compileProjection } from '../../expression/projection/projection.ts';
import type { Projection } from '../../expression/projection/projection.ts';
import { projectedImage } from '../../partition/image/projected-image.ts';
import type { StoredImage } from '../../partition/image/stored-image.ts';
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

/** What is shown of an item in an answer. */
export function shownImage(image: StoredImage, projection: Projection | undefined): StoredImage {
  return projection === undefined ? image : projectedImage(image, projection);
}

/** What is shown of an item: undefined where there is none, and where nothing of it is projected. */
export function projectedItem(
  image: StoredImage | undefined,
  projection: Projection | undefined,
): StoredImage | undefined {
  if (image === undefined || projection === undefined) return image;
  const projected = projectedImage(image, projection);
  return Object.keys(projected.item).length === 0 ? undefined : projected;
}
