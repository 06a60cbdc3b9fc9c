import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

test('the API describes itself: an operation is found by a problem code, with its content, answers and call, and nothing comes from elsewhere', async () => {
  const { page, problems, close } = await open();
  const foreign = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  await go(page, '/api-guide');
  const here = front(page);
  const listed = here.locator('[data-operation]');
  await listed.first().waitFor();
  const all = await listed.count();
  assert.ok(all > 100, `${all} operations`);
  await here.locator('input[data-search]').fill('loan.prepayment_too_small');
  await here.locator('[data-operation="record_repayment"]').click();
  await page.waitForURL('**op=record_repayment**');
  assert.ok((await listed.count()) < all, 'the search narrows the list');
  const shown = here.locator('[data-testid="operation"][data-id="record_repayment"]');
  await shown.waitFor();
  const text = await shown.innerText();
  for (const part of ['/api/v1/loans/{id}/repayments', 'loan.repay', 'Idempotency-Key', 'value_date', 'curl']) assert.ok(text.includes(part), part);
  await shown.locator('.schema summary', { hasText: 'amount' }).first().click();
  await shown.locator('.schema .schema', { hasText: 'currency' }).first().waitFor();
  await shown.locator('.ant-collapse-header', { hasText: '422' }).click();
  await shown.locator('[data-testid="codes-422"]', { hasText: 'loan.prepayment_too_small' }).waitFor();
  await shoot(page, 'api-guide');
  await here.getByRole('tab', { name: '错误代码' }).click();
  await page.waitForURL('**tab=codes**');
  await here.locator('tbody tr[data-row-key]').first().waitFor();
  await here.locator('input[data-search]').fill('没有这笔借据');
  await here.locator('.toolbar', { hasText: '1 个代码' }).waitFor();
  await here.locator('td', { hasText: 'loan.not_found' }).waitFor();
  assert.equal(await here.locator('tbody tr[data-row-key]').count(), 1);
  await shoot(page, 'api-guide-codes');
  assert.deepEqual(foreign, []);
  assert.deepEqual(problems, []);
  await close();
});

test('on a phone the list leads to an operation and back', async () => {
  const { page, problems, close } = await open({ phone: true, language: 'en', theme: 'dark', login: 'clerk' });
  await go(page, '/api-guide?q=repayments');
  const here = front(page);
  await here.locator('[data-operation="record_repayment"]').waitFor();
  await shoot(page, 'api-guide-phone-list');
  await assertNoOverflow(page, 'the list of operations');
  await here.locator('[data-operation="record_repayment"]').click();
  await here.locator('[data-testid="operation"]').waitFor();
  await shoot(page, 'api-guide-phone');
  await assertNoOverflow(page, 'an operation');
  await here.getByRole('button', { name: 'All operations' }).click();
  await here.locator('[data-operation="record_repayment"]').waitFor();
  assert.deepEqual(problems, []);
  await close();
});

test('the main script does not bring the page along', async () => {
  const { page, close } = await open();
  const scripts = [];
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') scripts.push(answer.url());
  });
  await go(page, '/glossary');
  const before = scripts.filter((url) => /ApiPage/.test(url));
  await go(page, '/api-guide');
  await front(page).locator('[data-operation]').first().waitFor();
  assert.deepEqual(before, []);
  assert.ok(scripts.some((url) => /ApiPage/.test(url)), 'it comes with its own chunk');
  await close();
});
