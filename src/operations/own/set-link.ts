import { validationError } from '../../wire/dynamo-error.ts';
import { boolean, string } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import type { Operation, RequestBody } from '../operation.ts';

const readBody = requestShape({
  From: required(string({ min: 1, max: 64 })),
  To: required(string({ min: 1, max: 64 })),
  Cut: boolean(),
});

const DELAY_MAX_MS = 600_000;

interface SetLink {
  readonly from: string;
  readonly to: string;
  readonly settings: {
    readonly isCut?: boolean;
    readonly delayMs?: number;
    readonly loss?: number;
    readonly duplicate?: number;
    readonly reorder?: number;
  };
}

function parse(body: RequestBody): SetLink {
  const { From: from, To: to, Cut: isCut } = readBody(body);
  return {
    from,
    to,
    settings: {
      ...(isCut === undefined ? {} : { isCut }),
      ...given('delayMs', body['DelayMs'], DELAY_MAX_MS),
      ...given('loss', body['Loss'], 1),
      ...given('duplicate', body['Duplicate'], 1),
      ...given('reorder', body['Reorder'], 1),
    },
  };
}

function given(name: string, value: unknown, max: number): object {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'number' || !(value >= 0 && value <= max)) {
    throw validationError(`${name} has to be a number from 0 to ${String(max)}`);
  }
  return { [name]: value };
}

/** Troubles the link between two Regions, one way. Each Region has the links that end in it. */
export const setLink: Operation<SetLink> = {
  name: 'SetLink',
  layout: readBody.layout,
  parse,
  run: ({ from, to, settings }, { region, regions }) => {
    if (to !== region) {
      throw validationError(`The link to ${to} is set in ${to}, not in ${region}`);
    }
    const { isCut, delayMs, loss, duplicate, reorder } = regions.setLink(from, settings);
    return JSON.stringify({
      From: from,
      To: to,
      Cut: isCut,
      DelayMs: delayMs,
      Loss: loss,
      Duplicate: duplicate,
      Reorder: reorder,
    });
  },
};
