import { expect, test } from '@playwright/test';
import { step } from '../sdk/step.ts';

for (const entry of ['external', 'inline'])
  test(`the entry ${entry} runs under a policy that requires Trusted Types`, async ({ page }) => {
    const answer = await page.goto(`/trusted/${entry}.html`);
    expect(answer?.headers()['content-security-policy']).toContain('trusted-types hashrange');
    expect(await step(page, 'roundTrip')).toEqual({
      item: { id: { S: '1' }, text: { S: 'held by policy' } },
      violations: [],
    });
  });
