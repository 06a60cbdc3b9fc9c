import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const code = `E${Date.now().toString(36).toUpperCase()}`;
const found = async (page, version) => {
  const { items } = await (await page.request.get(`${base}/api/v1/products?limit=200`)).json();
  return items.find((one) => one.code === code && one.version === version);
};
const dialog = (page) => page.locator('.ant-modal').filter({ visible: true });

test('a version is drafted, mended where the server says, activated by somebody else, and ends the one before', async () => {
  const { page, problems, close } = await open();
  await go(page, '/products');
  await front(page).locator('tbody a', { hasText: /^P03$/ }).click();
  await page.waitForURL('**/products/*');
  await front(page).locator('[data-testid="begin-draft"]').click();
  await dialog(page).locator('input[value="new"]').check();
  await dialog(page).locator('#code').fill(code);
  await dialog(page).locator('.ant-modal-footer .ant-btn-primary').click();
  await page.waitForURL('**/products/*/edit');
  const form = front(page);
  await form.locator('#limits_max_periods').fill('1');
  await form.locator('[data-testid="save-draft"]').click();
  await form.locator('.ant-form-item-has-error:has(#limits_max_periods)').waitFor();
  await shoot(page, 'product-field-error');
  await form.locator('#limits_max_periods').fill('48');
  await form.locator('#penalty_multiplier').fill('1.3');
  await form.locator('[data-testid="save-and-look"]').click();
  await page.waitForURL(/products\/[^/]+$/);
  await front(page).locator('[data-testid="edit-draft"]').waitFor();
  assert.equal(await front(page).locator('[data-testid="activate"]').count(), 0, 'who wrote a draft does not activate it');
  const first = await found(page, 1);
  assert.deepEqual([first.limits.max_periods, first.penalty.multiplier, first.status], [48, '1.3', 'draft']);
  await activate(first.id);
  assert.equal((await found(page, 1)).offered, true);

  await go(page, `/products/${first.id}`);
  await front(page).locator('[data-testid="begin-draft"]').click();
  await dialog(page).locator('.ant-modal-footer .ant-btn-primary').click();
  await page.waitForURL('**/products/*/edit');
  await front(page).locator('#limits_max_periods').fill('60');
  await front(page).locator('[data-testid="product-difference"] tr', { hasText: '60' }).waitFor();
  await shoot(page, 'product-editor');
  await front(page).locator('[data-testid="save-and-look"]').click();
  await front(page).locator('[data-testid="product-difference"] tr', { hasText: '60' }).waitFor();
  const second = await found(page, 2);
  await activate(second.id, 'product-activate');
  const [ended, begun] = [await found(page, 1), await found(page, 2)];
  assert.deepEqual([ended.effective_until, ended.offered, begun.offered], [begun.effective_from, false, true]);

  await go(page, `/products/${second.id}`);
  await front(page).locator('[data-testid="retire"]').click();
  await dialog(page).locator('textarea').fill('no longer offered');
  await dialog(page).locator('.ant-modal-footer .ant-btn-dangerous').click();
  await front(page).locator('[data-testid="retire"]').waitFor({ state: 'detached' });
  assert.equal((await found(page, 2)).status, 'retired');
  assert.deepEqual(problems, []);
  await close();
});

/** The manager looks at a draft, sees what it changes, and activates it. */
async function activate(id, picture) {
  const { page, problems, close } = await open({ login: 'manager', language: 'en' });
  await go(page, `/products/${id}`);
  await front(page).locator('[data-testid="activate"]').click();
  await dialog(page).locator('.consequence').waitFor();
  if (picture) await shoot(page, picture);
  await dialog(page).locator('.ant-modal-footer .ant-btn-primary').click();
  // An earlier version is green already: only the way to activate tells that it is done.
  await front(page).locator('[data-testid="activate"]').waitFor({ state: 'detached' });
  await front(page).locator('[data-testid="versions"] .state-green').first().waitFor();
  assert.deepEqual(problems, []);
  await close();
}

test('the editor fits a phone, and who may not write finds no way to it', async () => {
  const { page, problems, close } = await open({ phone: true, language: 'en', theme: 'dark' });
  const { items } = await (await page.request.get(`${base}/api/v1/products?limit=200`)).json();
  const copied = await page.request.post(`${base}/api/v1/products`, {
    data: { copy_of: items[0].id, code: `${code}-M` }, headers: { 'X-Requested-With': 'xindai' },
  });
  const draft = await copied.json();
  await go(page, `/products/${draft.id}/edit`);
  await front(page).locator('#limits_max_periods').waitFor();
  await shoot(page, 'product-editor-phone');
  await assertNoOverflow(page, 'the product editor');
  assert.deepEqual(problems, []);
  await close();
  const clerk = await open({ login: 'clerk' });
  await go(clerk.page, `/products/${items[0].id}`);
  await front(clerk.page).locator('[data-testid="versions"]').waitFor();
  assert.equal(await front(clerk.page).locator('[data-testid="begin-draft"], [data-testid="retire"]').count(), 0);
  await clerk.close();
});
