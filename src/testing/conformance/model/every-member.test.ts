/**
 * Every member of every request of the pinned SDK is known: read, so that a value of another JSON type is refused, or refused as
 * something that this version does not have. None is dropped without a word.
 */
import * as sdk from '@aws-sdk/client-dynamodb';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { raw } from '../region.ts';
import { operationsOf } from './sdk-model.ts';

/** What goes with a member so that it is looked at: tag operations look at their ARN first. */
const BESIDE: Readonly<Record<string, object>> = {
  TagResource: { ResourceArn: 'arn:aws:dynamodb:eu-west-2:000000000001:table/some' },
  UntagResource: { ResourceArn: 'arn:aws:dynamodb:eu-west-2:000000000001:table/some' },
  ListTagsOfResource: { ResourceArn: 'arn:aws:dynamodb:eu-west-2:000000000001:table/some' },
};

/** Operations that this version does not have answer UnknownOperationException; README lists them. */
const LATER = 30;

async function answerTo(operation: string, body: object): Promise<string> {
  const { body: answer } = await raw(operation, { ...BESIDE[operation], ...body });
  const { __type: type = '', message = '' } = answer as {
    readonly __type?: string;
    readonly message?: string;
  };
  return `${type.split('#')[1] ?? ''} ${message}`;
}

/** The member that an answer says is not there yet. */
const laterIn = (answer: string): string | undefined =>
  / (\w+) is not supported by this version of hashrange yet$/.exec(answer)?.[1];

const operations = operationsOf(sdk);

describe('every member of the SDK', () => {
  it('is found by the walk', () => {
    expect(operations.length).toBeGreaterThan(50);
    const members = operations.reduce((sum, each) => sum + each.members.length, 0);
    expect(members).toBeGreaterThan(800);
  });

  it('is of an operation that is there, but for those that come later', async () => {
    const unknown: string[] = [];
    for (const { name } of operations) {
      if ((await answerTo(name, {})).startsWith('UnknownOperation')) unknown.push(name);
    }
    expect(unknown.length).toBeLessThanOrEqual(LATER);
  });

  it('is named in the README where it is not there yet', async () => {
    const readme = readFileSync('README.md', 'utf8');
    const missing = new Set<string>();
    for (const { name, members } of operations) {
      if ((await answerTo(name, {})).startsWith('UnknownOperation')) missing.add(name);
      for (const { body } of members) {
        const later = laterIn(await answerTo(name, body));
        if (later !== undefined) missing.add(later);
      }
    }
    expect(missing).toContain('SearchVectors');
    expect(missing).toContain('GlobalTableSourceArn');
    const named = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(readme);
    expect([...missing].filter((name) => !named(name))).toEqual([]);
  });

  it.each(operations.map((each) => [each.name, each.members] as const))(
    'in %s is read or refused',
    async (name, members) => {
      const dropped: string[] = [];
      for (const { path, body } of members) {
        const answer = await answerTo(name, body);
        const isKnown =
          answer.startsWith('UnknownOperationException') ||
          answer.startsWith('SerializationException') ||
          answer.endsWith('is not supported by this version of hashrange yet');
        if (!isKnown) dropped.push(`${path}: ${answer}`);
      }
      expect(dropped).toEqual([]);
    },
  );
});
