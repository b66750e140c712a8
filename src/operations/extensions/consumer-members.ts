import { CONSUMER_NAME_MAX } from '../../wire/extensions/consumers.ts';
import { string } from '../../wire/shapes/scalars.ts';

/** What a consumer of streams is called: any text. */
export const consumerName = string({ min: 1, max: CONSUMER_NAME_MAX });
