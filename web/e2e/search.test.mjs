import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, numberIn, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

async function choose(page, select, text) {
  await select.click();
  const typed = select.locator('input:not([readonly])');
  if ((await typed.count()) > 0) await typed.fill(text);
  const option = page.locator('.ant-select-dropdown').filter({ visible: true }).locator('.ant-select-item-option', { hasText: text }).first();
  await option.click();
}

test('a composed search counts before it is applied, stands in the address and as a tag, and is taken away again', async () => {
  const { page, problems, close } = await open();
  await go(page, '/loans');
  await front(page).locator('tbody tr.clickable').first().waitFor();
  await front(page).locator('[data-testid="compose"]').click();
  const dialog = page.locator('.ant-modal').filter({ visible: true });
  const rows = dialog.locator('[data-testid="query-row"]');
  await rows.first().waitFor();
  assert.equal(await dialog.locator('[data-testid="apply-query"]').isDisabled(), true, 'nothing is asked yet');
  await choose(page, rows.nth(0).locator('.query-operator'), '>');
  await rows.nth(0).locator('input[aria-label="逾期天数"]').fill('10');
  await dialog.locator('[data-testid="add-group"]').click();
  await choose(page, rows.nth(1).locator('.query-field'), '币种');
  await choose(page, rows.nth(1).locator('.ant-select').nth(2), 'CNY');
  await page.keyboard.press('Escape');
  const count = dialog.locator('[data-testid="query-count"]', { hasText: /符合/ });
  await count.waitFor();
  const found = numberIn(await count.innerText());
  assert.ok(found > 0);
  await shoot(page, 'compose');
  await dialog.locator('[data-testid="apply-query"]').click();
  await page.waitForURL('**/loans?where=**');
  const tag = front(page).locator('[data-filter="where"]');
  assert.match(await tag.innerText(), /逾期天数 > 10 且 币种 属于 CNY/);
  await front(page).locator('[data-testid="range"]', { hasText: `共 ${found} 条` }).waitFor();
  const currencies = await front(page).locator('tbody tr.clickable td:nth-child(5)').allInnerTexts();
  assert.deepEqual([...new Set(currencies)], ['CNY']);
  const address = page.url();
  await tag.locator('.ant-tag-close-icon').click();
  await page.waitForURL((url) => !url.search.includes('where='));

  const phone = await open({ phone: true, language: 'en', theme: 'dark' });
  await phone.page.goto(address);
  await front(phone.page).locator('.card').first().waitFor();
  await front(phone.page).locator('[data-testid="compose"]').click();
  await phone.page.locator('[data-testid="query-row"]').first().waitFor();
  await shoot(phone.page, 'compose-phone');
  await assertNoOverflow(phone.page, 'the composed search');
  await phone.close();
  assert.deepEqual(problems, []);
  await close();
});

test('a search that the server does not understand is told with its code', async () => {
  const { page, close } = await open();
  await page.goto(`${base}/loans?where=${encodeURIComponent('{"field":"shoe_size","op":"eq","value":1}')}`);
  const problem = front(page).locator('.problem').first();
  await problem.waitFor();
  assert.match(await problem.locator('.code').innerText(), /^platform\.where_field_unknown/);
  await close();
});
