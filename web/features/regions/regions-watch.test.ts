import { expect, it } from 'vitest';
import type { Connection, OwnAnswer } from '../../database/connection.svelte.ts';
import { RegionsWatch } from './regions-watch.svelte.ts';

interface Asked {
  readonly region: string;
  readonly operation: string;
  readonly request: object;
}

type Answerer = (asked: Asked) => OwnAnswer;

function refusal(type: string): OwnAnswer {
  return { status: 400, body: {}, failure: { type, message: 'no' } };
}

/** Two Regions that answer as told. */
function watchOver(answer: Answerer): {
  readonly watch: RegionsWatch;
  readonly asked: Asked[];
  readonly lost: unknown[];
} {
  const asked: Asked[] = [];
  const lost: unknown[] = [];
  const connections = ['a', 'b'].map((region) => ({
    region,
    state: 'open',
    ask: async (operation: string, request: object) => {
      asked.push({ region, operation, request });
      return answer({ region, operation, request });
    },
    lose: (error: unknown) => lost.push(error),
  }));
  return { watch: new RegionsWatch(() => connections as unknown as Connection[]), asked, lost };
}

function reportOf({ region }: Asked): OwnAnswer {
  const other = region === 'a' ? 'b' : 'a';
  const replica = { TableName: 'notes', Region: other, Status: 'ACTIVE', PendingItems: 3 };
  return { status: 200, body: { Region: region, Replicas: [replica] }, failure: undefined };
}

it('what all open Regions tell is put together', async () => {
  const { watch } = watchOver(reportOf);
  await watch.look();
  expect(watch.regions).toEqual(['a', 'b']);
  expect(watch.flows.map(({ from, to, pending }) => [from, to, pending])).toEqual([
    ['a', 'b', 3],
    ['b', 'a', 3],
  ]);
  expect(watch.pairs).toHaveLength(1);
  expect(watch.failure).toBeUndefined();
});

it('a Region that refuses is told of, and the others are shown', async () => {
  const { watch } = watchOver((asked) =>
    asked.region === 'a' ? refusal('UnknownOperationException') : reportOf(asked),
  );
  await watch.look();
  expect(watch.failure?.type).toBe('UnknownOperationException');
  expect(watch.flows.map(({ to }) => to)).toEqual(['b']);
});

it('a connection that breaks is lost, not the page', async () => {
  const { watch, lost } = watchOver((asked) => {
    if (asked.region === 'b') throw new Error('gone');
    return reportOf(asked);
  });
  await watch.look();
  expect(lost).toEqual([new Error('gone')]);
  expect(watch.reports.map(({ region }) => region)).toEqual(['a']);
});

it('a link is set where each way ends', async () => {
  const { watch, asked } = watchOver(reportOf);
  await watch.look();
  await watch.setLink(watch.pairs[0]!, { Cut: true });
  expect(asked.filter(({ operation }) => operation === 'SetLink')).toMatchObject([
    { region: 'b', request: { From: 'a', To: 'b', Cut: true } },
    { region: 'a', request: { From: 'b', To: 'a', Cut: true } },
  ]);
});

it('a link that cannot be set says why, over the next look', async () => {
  const { watch } = watchOver((asked) =>
    asked.operation === 'SetLink' ? refusal('ValidationException') : reportOf(asked),
  );
  await watch.look();
  await watch.setLink(watch.pairs[0]!, { DelayMs: 5 });
  await watch.look();
  expect(watch.linkFailure?.type).toBe('ValidationException');
  expect(watch.failure).toBeUndefined();
});
