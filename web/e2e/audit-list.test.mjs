// The trail as a declared list: composed search with words for codes, columns, file.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const row = (page) => front(page).locator('[data-testid="table-audit"] tbody tr.ant-table-row');

test('an auditor composes a search over the trail, sees what changed in a column, and takes what was found as a file', async () => {
  const { page, problems, close } = await open({ login: 'auditor' });
  await page.request.delete(`${base}/api/v1/table-layouts/audit`, { headers: { 'X-Requested-With': 'xindai' } });
  const where = JSON.stringify({ all: [{ field: 'action', op: 'in', value: ['loan.booked'] }, { field: 'actor', op: 'ne', value: 'nobody' }] });
  await go(page, `/audit-entries?where=${encodeURIComponent(where)}`);
  await row(page).filter({ hasText: '登记借据' }).first().waitFor();
  assert.match(await front(page).locator('[data-filter="where"]').innerText(), /登记借据/, 'codes stand in words');
  const range = front(page).locator('[data-testid="range"]', { hasText: '共' });
  await range.waitFor();
  await front(page).locator('[data-testid="columns"]').click();
  await page.locator('[data-testid="column-panel"] [data-column="after"] input[type="checkbox"]').click();
  await front(page).locator('thead th', { hasText: '变更后' }).first().waitFor();
  await page.keyboard.press('Escape');
  await shoot(page, 'audit-composed');
  await front(page).locator('thead th', { hasText: '时间' }).first().click();
  await page.waitForURL(/sort=/);
  await front(page).locator('[data-testid="export"]').click();
  const panel = page.locator('[data-testid="export-panel"]');
  await panel.locator('[data-testid="export-csv"]').click();
  await page.waitForFunction(() => document.querySelector('[data-testid="export-panel"] .file[data-file^="audit"]')?.dataset.state === 'ready');
  const [download] = await Promise.all([page.waitForEvent('download'), panel.locator('.file[data-file^="audit"]').first().locator('[data-testid="download"]').click()]);
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n').filter((line) => line !== '');
  assert.match(lines[0], /变更后/);
  assert.match(lines[1], /loan\.booked/);
  assert.match(lines.at(-1), /auditor/, 'who took it stands in the file');
  await page.request.delete(`${base}/api/v1/table-layouts/audit`, { headers: { 'X-Requested-With': 'xindai' } });
  assert.deepEqual(problems, []);
  await close();
});

test('the trail in English and dark, and on a phone', async () => {
  const english = await open({ login: 'auditor', language: 'en', theme: 'dark' });
  await go(english.page, '/audit-entries?area=business');
  await row(english.page).first().waitFor();
  await front(english.page).locator('[data-testid="compose"]').click();
  await english.page.locator('.ant-modal').filter({ visible: true }).waitFor();
  await shoot(english.page, 'audit-composed-en-dark');
  assert.deepEqual(english.problems, []);
  await english.close();
  const phone = await open({ login: 'auditor', phone: true });
  await go(phone.page, '/audit-entries');
  await front(phone.page).locator('.card').first().waitFor();
  await assertNoOverflow(phone.page, 'the trail');
  assert.deepEqual(phone.problems, []);
  await phone.close();
});
