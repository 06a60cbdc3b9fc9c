import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, numberIn, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const LIST = '/ledger/journal-entries';

async function fresh(page) {
  await page.request.delete(`${base}/api/v1/table-layouts/journal-entries`, { headers: { 'X-Requested-With': 'xindai' } });
}

async function counted(page) {
  const range = front(page).locator('[data-testid="range"]', { hasText: '共' });
  return numberIn((await range.innerText()).split('共')[1]);
}

/** The first row once it belongs to what was asked. */
async function firstRow(page) {
  const row = front(page).locator('tbody tr.clickable').first();
  await row.waitFor();
  return row;
}

test('from the trial balance to the entries of a day, to one entry and its loan; both sides of the totals are equal', async () => {
  const { page, problems, close } = await open();
  await fresh(page);
  await go(page, '/ledger');
  await front(page).locator('[data-testid="entries-of-day"]').click();
  await page.waitForURL(/journal-entries\?from=/);
  await go(page, LIST);
  await firstRow(page);
  const totals = front(page).locator('[data-testid="entry-totals"]').first();
  await totals.waitFor();
  const lines = (await totals.innerText()).split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const amounts = (word) => lines.filter((line) => line.startsWith(word)).map((line) => line.replace(word, '').trim());
  assert.ok(amounts('借方').length > 0);
  assert.deepEqual(amounts('借方'), amounts('贷方'), 'debits equal credits in every currency');
  await shoot(page, 'journal-entries');
  await (await firstRow(page)).locator('td').nth(1).click();
  const drawer = page.locator('.ant-drawer-content:visible, .ant-drawer-section:visible').first();
  await drawer.locator('table.ledger-lines').waitFor();
  await shoot(page, 'journal-entry-drawer');
  await drawer.locator('[data-testid="open-entry"]').click();
  await page.waitForURL(/journal-entries\/[0-9a-f-]{36}$/);
  assert.deepEqual(problems, []);
  await close();
});

test('filters, a composed search and a saved view narrow the journal; the file has what the list shows', async () => {
  const { page, problems, close } = await open();
  await fresh(page);
  await go(page, `${LIST}?kind=disbursed`);
  await firstRow(page);
  const disbursed = await counted(page);
  await front(page).locator('[data-testid="compose"]').click();
  const dialog = page.locator('.ant-modal:visible');
  await dialog.locator('[data-testid="query-count"]').waitFor();
  await shoot(page, 'journal-compose');
  await page.keyboard.press('Escape');
  const where = JSON.stringify({ all: [{ field: 'amount', op: 'ge', value: { amount: '0.01', currency: 'CNY' } }] });
  await go(page, `${LIST}?kind=disbursed&sort=-amount&where=${encodeURIComponent(where)}`);
  await firstRow(page);
  const yuan = await counted(page);
  assert.ok(yuan > 0 && yuan <= disbursed, 'a composed search narrows what the filters find');
  await front(page).locator('[data-filter="where"]').waitFor();

  const name = `e2e ${Date.now()}`;
  await front(page).locator('[data-testid="views"]').click();
  await page.locator('[data-testid="new-view"]').click();
  await page.locator('[data-testid="view-name"]').fill(name);
  await page.locator('[data-testid="save-view"]').click();
  await page.waitForURL(/view=/);
  await front(page).locator('[data-testid="views"]', { hasText: name }).waitFor();

  await front(page).locator('[data-testid="export"]').click();
  const panel = page.locator('[data-testid="export-panel"]');
  await panel.locator('[data-testid="export-csv"]').click();
  const file = panel.locator('.file[data-file^="journal-entries"][data-state="ready"]').first();
  await file.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), file.locator('[data-testid="download"]').click()]);
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n').filter((line) => line !== '');
  assert.match(lines[0], /^\uFEFF分录号,记账日,类型,机构,借据号,币种,金额/);
  assert.equal(lines.length, yuan + 2, 'titles, rows, mark');
  assert.match(lines.at(-1), /^导出人 admin · 时间 /);
  assert.deepEqual(problems, []);
  await close();
});

test('columns of the journal are hidden, pinned, moved and reset; the order is kept', async () => {
  const { page, problems, close } = await open();
  await fresh(page);
  await go(page, LIST);
  await firstRow(page);
  const titles = async () => (await front(page).locator('thead').first().locator('th').allInnerTexts()).map((text) => text.trim()).filter((text) => text !== '');
  const become = (expected) =>
    page.waitForFunction((wanted) => {
      const cells = [...document.querySelectorAll('[data-active="true"] thead th')].map((th) => th.innerText.trim()).filter((text) => text !== '');
      return JSON.stringify(cells.slice(0, wanted.length)) === JSON.stringify(wanted);
    }, expected);
  const asItComes = await titles();
  assert.deepEqual(asItComes.slice(0, 4), ['分录号', '记账日', '类型', '机构']);
  await front(page).locator('[data-testid="columns"]').click();
  const panel = page.locator('[data-testid="column-panel"]');
  await panel.locator('[data-column="memo"]').locator('[data-pin="left"]').click();
  await become(['分录号', '摘要', '记账日']);
  await panel.locator('[data-column="kind"] .grip').focus();
  await page.keyboard.press('ArrowUp');
  await become(['分录号', '摘要', '类型', '记账日']);
  await panel.locator('[data-column="organisation"] input[type="checkbox"]').click();
  await become(['分录号', '摘要', '类型', '记账日', '借据号']);
  await panel.locator('[data-testid="reset-columns"]').click();
  await become(asItComes);
  assert.deepEqual(problems, []);
  await close();
});

test('the journal in English and dark, and on a phone', async () => {
  const english = await open({ language: 'en', theme: 'dark' });
  await go(english.page, LIST);
  await firstRow(english.page);
  await shoot(english.page, 'journal-entries-en-dark');
  assert.deepEqual(english.problems, []);
  await english.close();
  const phone = await open({ phone: true });
  await go(phone.page, LIST);
  await front(phone.page).locator('.card.opens').first().waitFor();
  await assertNoOverflow(phone.page, 'journal entries');
  await shoot(phone.page, 'journal-entries-phone');
  assert.deepEqual(phone.problems, []);
  await phone.close();
});
