// Codes of the lender's lists: on customers and loans, in filters, and in the lists themselves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, settle, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const dialog = (page) => page.locator('.ant-modal').filter({ visible: true });
const popup = (page) => page.locator('.ant-select-dropdown').filter({ visible: true });

/** Chooses a code of a tree by searching for its words. */
async function chooseInTree(page, field, words, title) {
  await field.click();
  await field.fill(words);
  const node = popup(page).locator('.ant-select-tree-node-content-wrapper', { hasText: title }).first();
  await node.waitFor();
  await shoot(page, 'codes-tree');
  await node.click();
}

async function chooseInList(page, field, title) {
  await field.click();
  await popup(page).locator('.ant-select-item-option', { hasText: title }).first().click();
}

test('a customer is classed by the lists, found by a section, and classed anew', async () => {
  const { page, problems, close } = await open();
  await go(page, '/customers');
  await front(page).locator('button', { hasText: '新建客户' }).click();
  await dialog(page).locator('.ant-radio-wrapper', { hasText: '企业' }).click();
  const name = `海盐面粉${Date.now() % 100_000}有限公司`;
  await dialog(page).locator('#name').fill(name);
  await chooseInList(page, dialog(page).locator('#identity_kind'), '其他证件');
  await dialog(page).locator('#identity_number').fill(`E2E-${Date.now()}`);
  await chooseInTree(page, dialog(page).locator('#industry'), '农副', 'C13 农副食品加工业');
  await chooseInTree(page, dialog(page).locator('#region'), 'jiaxing', '3304 嘉兴市');
  await shoot(page, 'codes-new-customer');
  await dialog(page).locator('.ant-btn-primary').click();
  await page.waitForURL(/customers\/[0-9a-f-]{36}/);
  await front(page).locator('.summary-bar', { hasText: '制造业 / 农副食品加工业' }).waitFor();
  assert.match(await front(page).locator('.summary-bar').innerText(), /浙江省 \/ 嘉兴市/);
  await shoot(page, 'codes-customer');
  const id = page.url().match(/[0-9a-f-]{36}/)[0];

  await front(page).locator('[data-testid="classify"]').click();
  await chooseInTree(page, dialog(page).locator('#industry'), 'F51', 'F51 批发业');
  await dialog(page).locator('.ant-btn-primary').click();
  await front(page).locator('.summary-bar', { hasText: '批发和零售业 / 批发业' }).waitFor();

  // Who filters by the section finds the division.
  await go(page, '/customers?industry=F&region=33');
  await front(page).locator('tbody tr', { hasText: name }).first().waitFor();
  await settle(page);
  await shoot(page, 'codes-customers');
  const found = await (await page.request.get(`${base}/api/v1/customers?industry=F&region=33&limit=200`)).json();
  assert.ok(found.items.some((one) => one.id === id) && found.items.every((one) => one.industry.startsWith('F')));
  assert.deepEqual(problems, []);
  await close();
});

test('loans are narrowed by what they are for; English, dark', async () => {
  const { page, problems, close } = await open({ language: 'en', theme: 'dark' });
  await go(page, '/loans?purpose=refinancing');
  await front(page).locator('tbody tr', { hasText: 'Repaying other debts' }).first().waitFor();
  await shoot(page, 'codes-loans-dark');
  const found = await (await page.request.get(`${base}/api/v1/loans?purpose=refinancing&limit=50`)).json();
  assert.ok(found.items.length > 0 && found.items.every((one) => one.purpose === 'refinancing'));
  assert.deepEqual(problems, []);
  await close();
});

test('one entry of a long list is found, renamed, and the others stay; a retired purpose is offered no longer', async () => {
  const { page, problems, close } = await open();
  const read = async (list) => {
    const all = await (await page.request.get(`${base}/api/v1/dictionaries`)).json();
    return all.items.find((one) => one.code === list).entries;
  };
  const known = await read('region');
  const word = `宁波市${Date.now() % 1000}`;
  await go(page, '/master-data?tab=dictionaries');
  await front(page).locator('[data-testid="list"]').click();
  await popup(page).locator('.ant-select-item-option', { hasText: '行政区划' }).click();
  await front(page).locator('[data-testid="find-entry"] input, input[data-testid="find-entry"]').first().fill('3302');
  await front(page).locator('tbody tr', { hasText: '3302' }).first().waitFor();
  await shoot(page, 'codes-regions');
  await front(page).locator('[data-testid="edit-list"]').click();
  await dialog(page).locator('[data-testid="find-in-form"] input, input[data-testid="find-in-form"]').first().fill('3302');
  const row = dialog(page).locator('.list-entry');
  await page.waitForFunction(() => document.querySelectorAll('.ant-modal .list-entry').length === 1);
  await row.locator('input').nth(1).fill(word);
  await dialog(page).locator('#reason').fill('更名');
  await shoot(page, 'codes-region-form');
  await dialog(page).locator('[data-testid="preview"]').click();
  await dialog(page).locator('[data-testid="difference"]').waitFor();
  await shoot(page, 'codes-region-difference');
  await dialog(page).locator('[data-testid="confirm"]').click();
  await dialog(page).waitFor({ state: 'detached' });
  const now = await read('region');
  assert.equal(now.length, known.length, 'no entry is lost');
  assert.deepEqual(
    now.filter((entry, index) => entry.zh !== known[index].zh).map((entry) => [entry.code, entry.zh]),
    [['3302', word]],
  );
  assert.deepEqual(problems, []);
  await close();
});

test('customers by industry on a phone', async () => {
  const { page, problems, close } = await open({ phone: true });
  for (const path of ['/customers?industry=C', '/loans?purpose=housing', '/master-data?tab=dictionaries']) {
    await go(page, path);
    await settle(page);
    await assertNoOverflow(page, path);
    await shoot(page, `codes-phone-${path.replaceAll(/\W/g, '-')}`);
  }
  assert.deepEqual(problems, []);
  await close();
});
