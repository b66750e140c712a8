import { validationError } from '../../wire/dynamo-error.ts';
import type { Shape } from '../../wire/shapes/shape.ts';

/** Refuses a valid request for something this version cannot do, before anything changes. */
export function refuseLater(member: string, isAsked: boolean): void {
  if (!isAsked) return;
  throw validationError(`${member} is not supported by this version of hashrange yet`);
}

/** A member of AWS's model that this version does not have: refused wherever it is given, never dropped. */
export const later: Shape<undefined> = {
  layout: 'flag',
  read: (_, __, step) => {
    refuseLater(typeof step === 'string' ? step : 'This', true);
    return undefined;
  },
  echo: () => undefined,
};
