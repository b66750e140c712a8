import type { OpenOptions } from './protocol.ts';
import { STORAGE_KINDS } from './storage-kind.ts';
import { isDatabaseName, isRegionName } from './database-name.ts';

/** What an option may be, in words, and the test. */
type Form = readonly [allowed: string, fits: (value: unknown) => boolean];
type Forms = Readonly<Record<string, Form>>;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const OBJECT: Form = ['an object', isObject];
const REGION: Form = ['an AWS Region, such as us-east-1', isRegionName];

/** What must be right before a worker can be asked. */
const PAGE_FORMS: Forms = {
  name: ['1 to 255 characters', isDatabaseName],
  options: OBJECT,
  region: REGION,
  regions: ['a list of AWS Regions', (value) => Array.isArray(value) && value.every(isRegionName)],
  ttl: OBJECT,
  worker: [
    'a Worker or a function',
    (value) => typeof value === 'function' || (isObject(value) && 'postMessage' in value),
  ],
};

const oneOf = (...allowed: readonly string[]): Form => [
  allowed.map((text) => `'${text}'`).join(' or '),
  (value) => allowed.includes(value as string),
];
const isNumberFrom = (least: number, value: unknown): boolean =>
  typeof value === 'number' && value >= least;

/** The rest, which the worker looks at before it opens anything. */
const ENGINE_FORMS: Forms = {
  storage: oneOf(...STORAGE_KINDS),
  durability: oneOf('relaxed', 'interval', 'strict'),
  account: ['12 digits', (value) => typeof value === 'string' && /^\d{12}$/.test(value)],
  cacheBytes: ['a number of bytes above 0', (value) => isNumberFrom(1, value)],
  'ttl.sweepEveryMs': ['a number of milliseconds from 0 on', (value) => isNumberFrom(0, value)],
};

/** What is wrong with the arguments of `open`, as far as the page looks; as {@link wrongSetting}. */
export function wrongArgument(name: unknown, options: object): string | undefined {
  return wrongOption(PAGE_FORMS, { ...options, name, options });
}

/** Which setting is of no valid form, in words for people that name the option of `open`; undefined when none is. */
export function wrongSetting({
  accountId,
  expiryDelayMs,
  ...settings
}: Pick<OpenOptions, 'storage' | 'durability' | 'accountId' | 'cacheBytes' | 'expiryDelayMs'>):
  string | undefined {
  return wrongOption(ENGINE_FORMS, {
    ...settings,
    account: accountId,
    'ttl.sweepEveryMs': expiryDelayMs,
  });
}

/** What is not given is right. */
function wrongOption(forms: Forms, given: Readonly<Record<string, unknown>>): string | undefined {
  for (const [option, [allowed, fits]] of Object.entries(forms)) {
    const value = given[option];
    if (value !== undefined && !fits(value))
      return `open() takes as ${option} ${allowed}, and was given ${shown(value)}.`;
  }
  return undefined;
}

function shown(value: unknown): string {
  const isText = typeof value === 'string' || Array.isArray(value);
  return (isText ? JSON.stringify(value) : String(value)).slice(0, 80);
}
