import { expect, test } from '@playwright/test';
import { step } from '../sdk/step.ts';

test('hashrange/external runs under a policy without inline code, eval or blob workers', async ({
  page,
}) => {
  const answer = await page.goto('/strict/external.html');
  expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
  expect(await step(page, 'roundTrip')).toEqual({
    item: { id: { S: '1' }, text: { S: 'held by policy' } },
    violations: [],
  });
});
