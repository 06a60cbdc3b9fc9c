// What happened to loans, across the book: narrowed, summed, looked at, taken as a file.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, numberIn, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const row = (page) => front(page).locator('[data-testid="table-loan-transactions"] tbody tr.ant-table-row');

test('repayments of a day are narrowed, summed, opened in the drawer and taken as a file', async () => {
  const { page, problems, close } = await open();
  await page.request.delete(`${base}/api/v1/table-layouts/loan-transactions`, { headers: { 'X-Requested-With': 'xindai' } });
  await go(page, '/cockpit');
  await page.getByRole('menuitem', { name: '交易流水' }).click();
  await page.waitForURL('**/loan-transactions');
  await row(page).first().waitFor();
  await shoot(page, 'transactions');
  await go(page, '/loan-transactions?kind=repaid&sort=-amount');
  await row(page).filter({ hasText: '还款' }).first().waitFor();
  assert.equal(await row(page).filter({ hasText: '放款' }).count(), 0);
  const sums = front(page).locator('[data-testid="transaction-totals"]', { hasText: '收款' });
  await sums.first().waitFor();
  assert.ok(numberIn((await sums.first().innerText()).split('收款')[1].split('收费')[0]) > 0, 'repayments were received');
  const range = front(page).locator('[data-testid="range"]', { hasText: '共' });
  const count = numberIn((await range.innerText()).split('共')[1]);
  await row(page).first().locator('td').nth(1).click();
  const drawer = page.locator('.ant-drawer').filter({ visible: true });
  await drawer.getByText('款项分配').waitFor();
  await drawer.getByText('本金').first().waitFor();
  await shoot(page, 'transaction-drawer');
  await page.keyboard.press('Escape');
  await front(page).locator('[data-testid="export"]').click();
  const panel = page.locator('[data-testid="export-panel"]');
  await panel.locator('[data-testid="export-csv"]').click();
  await page.waitForFunction(() => document.querySelector('[data-testid="export-panel"] .file[data-file^="loan-transactions"]')?.dataset.state === 'ready');
  const [download] = await Promise.all([page.waitForEvent('download'), panel.locator('.file[data-file^="loan-transactions"]').first().locator('[data-testid="download"]').click()]);
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n').filter((line) => line !== '');
  assert.equal(lines.length, count + 2, 'titles, rows, mark');
  assert.match(lines[0], /记账日,类型,借据号/);
  assert.deepEqual(problems, []);
  await close();
});

test('transactions in English and dark, and on a phone', async () => {
  const english = await open({ language: 'en', theme: 'dark' });
  await go(english.page, '/loan-transactions');
  await row(english.page).first().waitFor();
  await shoot(english.page, 'transactions-en-dark');
  assert.deepEqual(english.problems, []);
  await english.close();
  const phone = await open({ phone: true, login: 'clerk' });
  await go(phone.page, '/loan-transactions');
  await front(phone.page).locator('.card').first().waitFor();
  await assertNoOverflow(phone.page, 'the transactions');
  await shoot(phone.page, 'transactions-phone');
  assert.deepEqual(phone.problems, []);
  await phone.close();
});
