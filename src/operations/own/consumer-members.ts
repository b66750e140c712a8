import { string } from '../../wire/shapes/scalars.ts';

const NAME_MAX = 255;

/** What a consumer of streams is called: any text. */
export const consumerName = string({ min: 1, max: NAME_MAX });
