import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { base, front, go, numberIn, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

test('the list is taken as a file with its columns and filters, and who may not does not see the way', async () => {
  const { page, problems, close } = await open();
  await page.request.delete(`${base}/api/v1/table-layouts/loans`, { headers: { 'X-Requested-With': 'xindai' } });
  await go(page, '/loans?status=overdue&sort=-dpd');
  await front(page).locator('tbody tr.clickable').first().waitFor();
  const range = front(page).locator('[data-testid="range"]', { hasText: '共' });
  const rows = numberIn((await range.innerText()).split('共')[1]);
  await front(page).locator('[data-testid="export"]').click();
  const panel = page.locator('[data-testid="export-panel"]');
  await panel.locator('[data-testid="export-csv"]').click();
  const file = panel.locator('.file[data-state="ready"]').first();
  await file.waitFor();
  await shoot(page, 'export');
  const [download] = await Promise.all([page.waitForEvent('download'), file.locator('[data-testid="download"]').click()]);
  assert.match(download.suggestedFilename(), /^loans-\d{14}\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n').filter((line) => line !== '');
  assert.match(lines[0], /^\uFEFF借据号,客户,产品,币种/);
  assert.equal(lines.length, rows + 2, 'titles, rows, mark');
  assert.match(lines.at(-1), /^导出人 admin · 时间 /);
  assert.deepEqual(problems, []);
  await close();

  const clerk = await open({ login: 'clerk' });
  await go(clerk.page, '/loans');
  await front(clerk.page).locator('[data-testid="range"]').waitFor();
  assert.equal(await front(clerk.page).locator('[data-testid="export"]').count(), 0);
  await clerk.close();
});

test('a list that scrolls fetches what follows, and shows few rows at a time', async () => {
  const { page, problems, close } = await open();
  await page.request.delete(`${base}/api/v1/table-layouts/loans`, { headers: { 'X-Requested-With': 'xindai' } });
  await go(page, '/loans');
  await front(page).locator('tbody tr.clickable').first().waitFor();
  await front(page).locator('[data-testid="page-size"]').click();
  await page.locator('.ant-select-dropdown').filter({ visible: true }).locator('.ant-select-item-option', { hasText: '连续滚动' }).first().click();
  const list = front(page).locator('.ant-table-tbody-virtual-holder');
  await list.waitFor();
  const all = numberIn((await front(page).locator('[data-testid="range"]', { hasText: '共' }).innerText()).split('共')[1]);
  await front(page).locator('[data-testid="range"]', { hasText: /^1–200，/ }).waitFor();
  assert.ok((await list.locator('.ant-table-row').count()) < 60, 'only what is seen is drawn');
  await shoot(page, 'scroll-on');
  await page.waitForFunction((total) => {
    const holder = document.querySelector('[data-active="true"] .ant-table-tbody-virtual-holder');
    const shown = Number((document.querySelector('[data-active="true"] [data-testid="range"]')?.textContent ?? '').split('，')[0].split('–')[1]?.replace(/,/g, ''));
    holder.scrollTop = holder.scrollHeight;
    return shown >= Math.min(total, 300);
  }, all);
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('j');
  await front(page).locator('.ant-table-row.focused').waitFor();
  await page.request.delete(`${base}/api/v1/table-layouts/loans`, { headers: { 'X-Requested-With': 'xindai' } });
  assert.deepEqual(problems, []);
  await close();
});
