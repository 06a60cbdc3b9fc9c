import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

test('the trial balance leads to postings, these to an entry, that to its loan', async () => {
  const { page, problems, close } = await open();
  await go(page, '/ledger?currency=USD');
  await front(page).locator('[data-testid="balanced"]').waitFor();
  await shoot(page, 'ledger');
  await front(page).locator('tbody a', { hasText: /^1303/ }).first().click();
  await page.waitForURL('**/ledger/accounts/**');
  await front(page).locator('tbody tr.clickable').first().waitFor();
  await shoot(page, 'ledger-account');
  const loanRow = front(page).locator('tbody tr.clickable:has(a[href^="/loans/"])').first();
  await loanRow.locator('a[href^="/ledger/journal-entries/"]').click();
  await page.waitForURL('**/ledger/journal-entries/**');
  await front(page).locator('table.ledger-lines').waitFor();
  await shoot(page, 'ledger-entry');
  await front(page).locator('dd a[href^="/loans/"]').first().click();
  await page.waitForURL('**/loans/**');
  await front(page).locator('[data-testid="loan-summary"]').waitFor();
  assert.deepEqual(problems, []);
  await close();
});

test('close of business lists its runs with steps and checks that hold', async () => {
  const { page, problems, close } = await open();
  await go(page, '/close-of-business');
  await front(page).locator('tbody a').first().waitFor();
  await shoot(page, 'close-runs');
  await front(page).locator('tbody a').first().click();
  await page.waitForURL('**/close-of-business/*');
  await front(page).locator('[data-testid="steps"] .step').first().waitFor();
  assert.equal(await front(page).locator('.state-red').count(), 0, 'no check fails');
  await shoot(page, 'close-run');
  assert.deepEqual(problems, []);
  await close();
});

test('a product leads to the calculator, which shows a schedule', async () => {
  const { page, problems, close } = await open();
  await go(page, '/products');
  await front(page).locator('tbody a').first().click();
  await page.waitForURL('**/products/*');
  await front(page).locator('.facts').first().waitFor();
  await shoot(page, 'product');
  await go(page, '/schedule-calculator');
  await front(page).locator('[data-testid="calculate"]').click();
  await front(page).locator('[data-testid="trial"] tbody tr.ant-table-row').first().waitFor();
  await shoot(page, 'calculator');
  assert.deepEqual(problems, []);
  await close();
});

test('customers, audit entries and users are listed', async () => {
  const { page, problems, close } = await open();
  for (const [path, table] of [['/customers', 'customers'], ['/audit-entries', 'audit'], ['/users', 'users']]) {
    await go(page, path);
    await front(page).locator(`[data-testid="table-${table}"] tbody tr.ant-table-row`).nth(1).waitFor();
    await shoot(page, table);
  }
  assert.deepEqual(problems, []);
  await close();
});
