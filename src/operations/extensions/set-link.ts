import type { SetLinkInput } from '../../wire/extensions/regions.ts';
import { LINK_DELAY_MS_MAX } from '../../wire/extensions/regions.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import { boolean, string } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import type { Operation, RequestBody } from '../operation.ts';

const readBody = requestShape({
  From: required(string({ min: 1, max: 64 })),
  To: required(string({ min: 1, max: 64 })),
  Cut: boolean(),
});

/** From 0 up to these. */
const NUMBERS = { DelayMs: LINK_DELAY_MS_MAX, Loss: 1, Duplicate: 1, Reorder: 1 };

function parse(body: RequestBody): SetLinkInput {
  const { From, To, Cut } = readBody(body);
  const numbers = Object.entries(NUMBERS).flatMap(([name, max]) => given(name, body[name], max));
  return { From, To, ...(Cut === undefined ? {} : { Cut }), ...Object.fromEntries(numbers) };
}

function given(name: string, value: unknown, max: number): readonly (readonly [string, number])[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'number' || !(value >= 0 && value <= max)) {
    throw validationError(`${name} has to be a number from 0 to ${String(max)}`);
  }
  return [[name, value]];
}

/** Troubles the link between two Regions, one way. */
export const setLink: Operation<SetLinkInput> = {
  name: 'SetLink',
  layout: readBody.layout,
  parse,
  touches: () => [],
  run: ({ From, To, ...troubles }, { region, regions }) => {
    if (To !== region) {
      throw validationError(`The link to ${To} is set in ${To}, not in ${region}`);
    }
    return JSON.stringify({ From, To, ...regions.setLink(From, troubles) });
  },
};
