/** What a record of a stream carries of the item. */
export const VIEW_TYPES = ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'] as const;
export type ViewType = (typeof VIEW_TYPES)[number];

export const VIEW_TYPE_LABELS: Readonly<Record<ViewType, string>> = {
  NEW_AND_OLD_IMAGES: 'New and old images',
  NEW_IMAGE: 'New image',
  OLD_IMAGE: 'Old image',
  KEYS_ONLY: 'Keys only',
};
