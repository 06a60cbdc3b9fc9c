import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, numberIn, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const fresh = (page, table) => page.request.delete(`${base}/api/v1/table-layouts/${table}`, { headers: { 'X-Requested-With': 'xindai' } });

/** Takes the list in front as CSV; its lines. */
async function taken(page, list, before = async () => {}) {
  await front(page).locator('[data-testid="export"]').click();
  const panel = page.locator('[data-testid="export-panel"]');
  await panel.waitFor();
  await before(panel);
  const known = await panel.locator('.file').count();
  await panel.locator('[data-testid="export-csv"]').click();
  await page.waitForFunction(([count]) => document.querySelectorAll('[data-testid="export-panel"] .file').length > count, [known]);
  const file = panel.locator(`.file[data-file^="${list}"]`).first();
  await page.waitForFunction((name) => document.querySelector(`[data-testid="export-panel"] .file[data-file^="${name}"]`)?.dataset.state === 'ready', list);
  const [download] = await Promise.all([page.waitForEvent('download'), file.locator('[data-testid="download"]').click()]);
  return (await readFile(await download.path(), 'utf8')).split('\r\n').filter((line) => line !== '');
}

test('customers are taken masked; whole only against a reason; a composed search narrows them', async () => {
  const { page, problems, close } = await open();
  await fresh(page, 'customers');
  const where = JSON.stringify({ all: [{ field: 'kind', op: 'in', value: ['person'] }] });
  await go(page, `/customers?where=${encodeURIComponent(where)}`);
  await front(page).locator('tbody tr.clickable').first().waitFor();
  const rows = numberIn((await front(page).locator('[data-testid="range"]', { hasText: '共' }).innerText()).split('共')[1]);
  await front(page).locator('[data-filter="where"]').waitFor();
  const masked = await taken(page, 'customers');
  assert.equal(masked.length, rows + 2, 'titles, rows, mark');
  assert.match(masked[1], /\*/);
  await page.keyboard.press('Escape');
  await page.reload();
  await front(page).locator('tbody tr.clickable').first().waitFor();
  await front(page).locator('[data-testid="range"]', { hasText: '共' }).waitFor();
  const whole = await taken(page, 'customers', async (panel) => {
    await panel.locator('[data-testid="export-whole"]').click();
    assert.ok(await panel.locator('[data-testid="export-csv"]').isDisabled(), 'a reason is needed');
    await panel.locator('[data-testid="export-reason"]').fill('e2e: 函证');
    await shoot(page, 'customers-export-whole');
  });
  assert.equal(whole.length, masked.length);
  assert.doesNotMatch(whole[1], /\*/);
  assert.deepEqual(problems, []);
  await close();
});

test('users and products have order, composed search and files; the palette finds a product by a part of its name', async () => {
  const { page, problems, close } = await open({ language: 'en', theme: 'dark' });
  await fresh(page, 'users');
  await fresh(page, 'products');
  await go(page, '/users?q=audi');
  await front(page).locator('tbody tr', { hasText: 'auditor' }).first().waitFor();
  const users = await taken(page, 'users');
  assert.match(users[0], /^\uFEFFLogin,Name,Organisation,Roles/);
  await page.keyboard.press('Escape');
  await shoot(page, 'users-en-dark');
  await go(page, '/products?q=P0');
  await front(page).locator('tbody tr.clickable').first().waitFor();
  await shoot(page, 'products-en-dark');
  await page.keyboard.press('Control+k');
  await page.locator('.ant-modal:visible input').fill('annuity');
  await page.locator('[role="listbox"] [role="option"]').first().waitFor();
  assert.deepEqual(problems, []);
  await close();
});

test('customers and products on a phone', async () => {
  const { page, problems, close } = await open({ phone: true });
  for (const path of ['/customers', '/products', '/users']) {
    await go(page, path);
    await front(page).locator('.card').first().waitFor();
    await assertNoOverflow(page, path);
  }
  await shoot(page, 'users-phone');
  assert.deepEqual(problems, []);
  await close();
});
