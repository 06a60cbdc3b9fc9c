import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

/** The titles of the columns as they stand on the screen. */
async function heads(page) {
  await front(page).locator('tbody tr.clickable').first().waitFor();
  const titles = await front(page).locator('thead').first().locator('th').allInnerTexts();
  return titles.map((title) => title.trim()).filter((title) => title !== '');
}

async function headsBecome(page, expected, what) {
  await page.waitForFunction(
    (wanted) => {
      const cells = [...document.querySelectorAll('[data-active="true"] thead th')].map((th) => th.innerText.trim()).filter((text) => text !== '');
      return JSON.stringify(cells.slice(0, wanted.length)) === JSON.stringify(wanted);
    },
    expected,
  ).catch(async () => assert.deepEqual((await heads(page)).slice(0, expected.length), expected, what));
}

async function openPanel(page) {
  await front(page).locator('[data-testid="columns"]').click();
  const panel = page.locator('[data-testid="column-panel"]');
  await panel.waitFor();
  return panel;
}

/** What is kept of the table on the server. */
async function kept(page, table) {
  const answer = await page.request.get(`${base}/api/v1/table-layouts`);
  const { items } = await answer.json();
  return items.find((item) => item.table === table)?.layout;
}

async function keptBecomes(page, table, test, what) {
  const patience = Date.now() + 10_000;
  while (Date.now() < patience) if (test(await kept(page, table))) return;
  assert.fail(`${what}: ${JSON.stringify(await kept(page, table))}`);
}

async function fresh(page, table) {
  await page.request.delete(`${base}/api/v1/table-layouts/${table}`, { headers: { 'X-Requested-With': 'xindai' } });
}

const row = (panel, key) => panel.locator(`[data-column="${key}"]`);

test('columns are hidden, pinned and reordered by mouse and keys, kept on the server, and reset is exactly the start', async () => {
  const { page, problems, close } = await open();
  await fresh(page, 'loans');
  await go(page, '/loans');
  const asItComes = await heads(page);
  assert.deepEqual(asItComes.slice(0, 4), ['借据号', '客户', '产品', '币种']);
  let panel = await openPanel(page);
  await shoot(page, 'columns');
  await row(panel, 'product').dragTo(row(panel, 'customer'));
  await headsBecome(page, ['借据号', '产品', '客户', '币种'], 'dragged');
  await row(panel, 'currency').locator('.grip').focus();
  await page.keyboard.press('ArrowUp');
  await headsBecome(page, ['借据号', '产品', '币种', '客户'], 'moved by a key');
  await row(panel, 'dpd').locator('[data-pin="left"]').click();
  await headsBecome(page, ['借据号', '逾期天数', '产品', '币种', '客户'], 'pinned left');
  await row(panel, 'status').locator('[data-pin="right"]').click();
  await row(panel, 'bucket').locator('input[type="checkbox"]').click();
  await front(page).locator('thead th', { hasText: '逾期阶段' }).first().waitFor({ state: 'detached' });
  const fixed = await front(page).locator('thead').first().locator('th').nth(1).evaluate((th) => getComputedStyle(th).position);
  assert.equal(fixed, 'sticky', 'a pinned column stays in sight');
  const arranged = await heads(page);
  assert.equal(arranged.at(-1), '状态');
  assert.ok(!arranged.includes('逾期阶段'), 'hidden');
  await shoot(page, 'columns-arranged');
  await keptBecomes(page, 'loans', (layout) => layout?.columns.some((column) => column.key === 'bucket' && !column.shown), 'the last change is kept');

  const other = await open({ language: 'en' });
  await go(other.page, '/loans');
  assert.deepEqual((await heads(other.page)).slice(0, 2), ['Loan number', 'Days late'], 'the same user in another browser');
  await other.close();

  await page.reload();
  await headsBecome(page, arranged, 'after a reload');
  panel = await openPanel(page);
  await panel.locator('[data-testid="reset-columns"]').click();
  await headsBecome(page, asItComes, 'reset');
  assert.deepEqual(await heads(page), asItComes, 'exactly the start');
  await keptBecomes(page, 'loans', (layout) => layout === undefined, 'nothing is kept after a reset');
  await page.reload();
  assert.deepEqual(await heads(page), asItComes, 'exactly the start after a reload');
  assert.deepEqual(problems, []);
  await close();
});

test('a column edge is dragged to a width, and twice pressed it is as it comes', async () => {
  const { page, problems, close } = await open();
  await fresh(page, 'customers');
  await go(page, '/customers');
  await front(page).locator('tbody tr.clickable').first().waitFor();
  const head = front(page).locator('thead th').nth(1);
  const before = (await head.boundingBox()).width;
  const grip = head.locator('[data-resize="name"]');
  const box = await grip.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await keptBecomes(page, 'customers', (layout) => layout?.columns.some((column) => column.key === 'name' && Math.abs(column.width - before - 60) < 6), 'the width is kept');
  // The server has it before the page has drawn it.
  const drawn = (wanted) => Math.abs(document.querySelectorAll('[data-active="true"] thead th')[1].getBoundingClientRect().width - wanted) < 6;
  await page.waitForFunction(drawn, before + 60);
  await grip.dblclick();
  await keptBecomes(page, 'customers', (layout) => layout === undefined, 'the table is as it comes');
  assert.deepEqual(problems, []);
  await close();
});

test('density, page size and order are kept', async () => {
  const { page, problems, close } = await open();
  await fresh(page, 'loans');
  await go(page, '/loans');
  await heads(page);
  await front(page).locator('[data-testid="density"]').click();
  await front(page).locator('thead th', { hasText: '逾期天数' }).first().click();
  await page.waitForURL('**/loans?sort=-dpd');
  await front(page).locator('.table-foot .ant-select').click();
  await page.locator('.ant-select-dropdown').filter({ visible: true }).locator('.ant-select-item-option', { hasText: '20' }).first().click();
  await keptBecomes(page, 'loans', (layout) => layout?.density === 'roomy' && layout.sort === '-dpd' && layout.page_size === 20, 'all three are kept');
  await go(page, '/loans');
  await heads(page);
  assert.equal(await front(page).locator('tbody tr.clickable').count(), 20);
  assert.equal(await front(page).locator('th[aria-sort="descending"]').first().innerText(), '逾期天数');
  await fresh(page, 'loans');
  assert.deepEqual(problems, []);
  await close();
});

test('a view keeps filters and columns, its address opens it for a colleague of the role, and it says when it is changed', async () => {
  const { page, problems, close } = await open();
  await fresh(page, 'loans');
  const name = `逾期 ${Date.now()}`;
  await go(page, '/loans?status=overdue&sort=-dpd');
  await heads(page);
  const panel = await openPanel(page);
  await row(panel, 'dpd').locator('[data-pin="left"]').click();
  await page.keyboard.press('Escape');
  await front(page).locator('[data-testid="views"]').click();
  await page.locator('[data-testid="new-view"]').click();
  const dialog = page.locator('.ant-modal').filter({ visible: true });
  await dialog.locator('[data-testid="view-name"]').fill(name);
  await dialog.locator('.ant-select').click();
  await page.locator('.ant-select-dropdown').filter({ visible: true }).locator('.ant-select-item-option', { hasText: '柜员' }).click();
  await shoot(page, 'view-save');
  await dialog.locator('[data-testid="save-view"]').click();
  await page.waitForURL('**/loans?**view=**');
  const address = page.url();
  assert.match(address, /status=overdue/);
  await fresh(page, 'loans');

  const clerk = await open({ login: 'clerk' });
  await clerk.page.goto(address);
  assert.deepEqual((await heads(clerk.page)).slice(0, 2), ['借据号', '逾期天数'], 'the columns of the view');
  assert.equal(await front(clerk.page).locator('[data-filter="status"]').count(), 1);
  assert.match(await front(clerk.page).locator('[data-testid="views"]').innerText(), new RegExp(name));
  await front(clerk.page).locator('[data-filter="status"] .ant-tag-close-icon').click();
  await clerk.page.waitForURL((url) => !url.search.includes('status='));
  await front(clerk.page).locator('[data-testid="views"]', { hasText: '已改动' }).waitFor();
  assert.equal(await front(clerk.page).locator('[data-testid="save-view-changes"]').count(), 0, 'not theirs to change');
  await front(clerk.page).locator('[data-testid="undo-view"]').click();
  await clerk.page.waitForURL((url) => url.search.includes('status=overdue'));
  await front(clerk.page).locator('[data-testid="views"]').click();
  const entry = clerk.page.locator(`[data-view="${name}"]`);
  await entry.locator('[data-testid="default-view"][aria-pressed="false"]').click();
  await entry.locator('[data-testid="default-view"][aria-pressed="true"]').waitFor();
  await shoot(clerk.page, 'views');
  await clerk.page.goto(`${base}/loans`);
  await clerk.page.waitForURL('**/loans?**view=**');
  assert.deepEqual(clerk.problems, []);
  await clerk.close();

  await go(page, new URL(address).pathname + new URL(address).search);
  await front(page).locator('[data-testid="views"]').click();
  await page.locator(`[data-view="${name}"] [data-testid="edit-view"]`).click();
  await dialog.locator('[data-testid="delete-view"]').click();
  await page.locator('.ant-popconfirm .ant-btn-primary').click();
  await page.waitForURL((url) => !url.search.includes('view=') && url.search.includes('status=overdue'));
  await front(page).locator('[data-testid="views"]').click();
  await page.locator('[data-testid="views-menu"]').waitFor();
  assert.equal(await page.locator(`[data-view="${name}"]`).count(), 0, 'deleted');
  assert.deepEqual(problems, []);
  await close();
});
