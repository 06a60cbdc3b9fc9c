// Tables whose rows are all here: filter, order, columns; kept on the server, and reset is exactly the start.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const fresh = (page, table) => page.request.delete(`${base}/api/v1/table-layouts/${table}`, { headers: { 'X-Requested-With': 'xindai' } });
const table = (page) => front(page).locator('[data-testid="table-accounts"]');
const column = (page, index) => table(page).locator('tbody tr.ant-table-row').evaluateAll((rows, at) => rows.map((row) => row.querySelectorAll('td')[at].innerText.trim()), index);
const heads = async (page) => (await table(page).locator('thead th').allInnerTexts()).map((text) => text.trim());

async function becomes(page, read, wanted, what) {
  const patience = Date.now() + 10_000;
  let found = await read();
  while (Date.now() < patience && JSON.stringify(found) !== JSON.stringify(wanted)) found = await read();
  assert.deepEqual(found, wanted, what);
}

test('the trial balance is filtered, ordered, arranged, reset, and taken as a file', async () => {
  const { page, problems, close } = await open({ login: 'auditor' });
  await fresh(page, 'accounts');
  await go(page, '/ledger');
  await table(page).locator('tbody tr.ant-table-row').first().waitFor();
  const all = await column(page, 0);
  const start = await heads(page);
  await table(page).locator('[data-testid="quick-filter"] input, input[data-testid="quick-filter"]').first().fill('1303');
  await becomes(page, () => column(page, 0), all.filter((code) => code.includes('1303')), 'found by code');
  assert.equal(await table(page).locator('.ant-table-summary').count(), 0, 'totals of all rows do not stand below some');
  await shoot(page, 'trial-balance-filtered');
  await table(page).locator('[data-testid="quick-filter"] input, input[data-testid="quick-filter"]').first().fill('');
  await becomes(page, () => column(page, 0), all, 'all again');
  await table(page).locator('thead th', { hasText: '科目号' }).first().click();
  await table(page).locator('thead th', { hasText: '科目号' }).first().click();
  await becomes(page, () => column(page, 0), [...all].reverse(), 'from large to small');
  await page.reload();
  await table(page).locator('tbody tr.ant-table-row').first().waitFor();
  await becomes(page, () => column(page, 0), [...all].reverse(), 'the order is kept');

  await table(page).locator('[data-testid="columns"]').click();
  const panel = page.locator('[data-testid="column-panel"]');
  await panel.waitFor();
  await panel.locator('[data-column="closing"] [data-pin="left"]').click();
  await becomes(page, async () => (await heads(page))[0], start.at(-1), 'pinned left');
  await panel.locator('[data-column="name"] .grip').focus();
  await page.keyboard.press('ArrowUp');
  await becomes(page, async () => (await heads(page)).slice(0, 3), [start.at(-1), start[1], start[0]], 'moved by a key');
  await panel.locator('[data-column="category"] input[type="checkbox"]').click();
  await becomes(page, async () => (await heads(page)).includes(start[2]), false, 'hidden');
  await panel.locator('[data-testid="reset-columns"]').click();
  await becomes(page, () => heads(page), start, 'exactly the start');
  await becomes(page, () => column(page, 0), all, 'the order, too');
  await page.keyboard.press('Escape');

  await table(page).locator('[data-testid="export"]').click();
  const files = page.locator('[data-testid="export-panel"]');
  await files.locator('[data-testid="export-csv"]').click();
  await page.waitForFunction(() => document.querySelector('[data-testid="export-panel"] .file[data-file^="trial-balance"]')?.dataset.state === 'ready');
  const [download] = await Promise.all([page.waitForEvent('download'), files.locator('.file[data-file^="trial-balance"]').first().locator('[data-testid="download"]').click()]);
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n').filter((line) => line !== '');
  assert.equal(lines.length, all.length + 2, 'titles, accounts, mark');
  assert.deepEqual(problems, []);
  await close();
});

test('small tables of users, rules and master data are filtered and ordered; on a phone the filter stays', async () => {
  const { page, problems, close } = await open({ language: 'en', theme: 'dark' });
  await fresh(page, 'check-rules');
  await go(page, '/users?tab=checks');
  const rules = front(page).locator('[data-testid="table-check-rules"]');
  await rules.locator('tbody tr.ant-table-row').first().waitFor();
  const count = await rules.locator('tbody tr.ant-table-row').count();
  await rules.locator('[data-testid="quick-filter"] input, input[data-testid="quick-filter"]').first().fill('charge');
  await rules.locator('[data-testid="filtered"]').waitFor();
  const some = await rules.locator('tbody tr.ant-table-row').count();
  assert.ok(some > 0 && some < count, `${some} of ${count}`);
  await shoot(page, 'check-rules-filtered-en-dark');
  assert.deepEqual(problems, []);
  await close();
  const phone = await open({ phone: true });
  await go(phone.page, '/ledger');
  await front(phone.page).locator('.card').first().waitFor();
  await assertNoOverflow(phone.page, 'the trial balance');
  await shoot(phone.page, 'trial-balance-phone');
  assert.deepEqual(phone.problems, []);
  await phone.close();
});
