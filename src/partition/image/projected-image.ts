import type { Projection } from '../../expression/projection/projection.ts';
import { projectRow } from '../../expression/projection/row-projection.ts';
import { selectFromRow } from '../../item/row/row-selection.ts';
import { sizeOfRow } from '../../item/row/row-size.ts';
import { RowWriter } from '../../item/row/row-writer.ts';
import { StoredImage } from './stored-image.ts';

const writer = new RowWriter();

/** What a projection leaves of an item. */
export function projectedImage(image: StoredImage, projection: Projection): StoredImage {
  const row = projectRow(projection, image.view(), writer);
  return new StoredImage(row, sizeOfRow(row), image.names);
}

/** The item with these attributes alone. */
export function selectedImage(image: StoredImage, kept: ReadonlySet<string>): StoredImage {
  const row = selectFromRow(image.view(), kept, writer);
  return row === image.row ? image : new StoredImage(row, sizeOfRow(row), image.names);
}
