import { validationError } from '../wire/dynamo-error.ts';

/** Refuses a valid request for something this version cannot do, before anything changes. */
export function refuseLater(member: string, isAsked: boolean): void {
  if (!isAsked) return;
  throw validationError(`${member} is not supported by this version of hashrange yet`);
}
