import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, password, settle, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

test('a wrong password is refused in words with a stable code; the right one opens the first page', async () => {
  const { page, problems, close } = await open({ signedIn: false });
  await page.goto(`${base}/loans`);
  await page.waitForURL('**/login');
  await shoot(page, 'login');
  await page.locator('input[autocomplete="username"]').fill('admin');
  await page.locator('input[type="password"]').fill('not-the-password');
  await page.locator('button[type="submit"]').click();
  const problem = page.locator('.problem');
  await problem.waitFor();
  assert.match((await problem.locator('.code').textContent()) ?? '', /^access\./);
  await shoot(page, 'login-refused');
  await page.locator('input[type="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL('**/loans');
  await front(page).locator('[data-testid="table-loans"]').waitFor();
  assert.deepEqual(problems, []);
  await close();
});

test('language and theme change at once and survive a reload, as do the tabs', async () => {
  const { page, problems, close } = await open();
  await go(page, '/cockpit');
  await go(page, '/loans');
  await front(page).getByRole('heading', { name: '借据' }).waitFor();
  await page.locator('[data-testid="language"]').click();
  await front(page).getByRole('heading', { name: 'Loans' }).waitFor();
  await page.locator('[data-testid="theme"]').click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.reload();
  await front(page).getByRole('heading', { name: 'Loans' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  assert.equal(await page.locator('.page-tab').count(), 2);
  await shoot(page, 'loans-en-dark');
  assert.deepEqual(problems, []);
  await close();
});

test('the palette finds a menu item and a loan', async () => {
  const { page, problems, close } = await open();
  await go(page, '/loans');
  const number = (await front(page).locator('tbody a').first().textContent()) ?? '';
  await page.keyboard.press('Control+k');
  await page.locator('[data-testid="palette"]').fill(number);
  await page.locator('.palette-item', { hasText: number }).first().click();
  await page.waitForURL('**/loans/*');
  await front(page).getByRole('heading', { name: number }).waitFor();
  assert.deepEqual(problems, []);
  await close();
});

test('an unknown address says so', async () => {
  const { page, close } = await open();
  await page.goto(`${base}/no-such-page`);
  await front(page).locator('.blank').waitFor();
  await shoot(page, 'not-found');
  await close();
});

const PHONE = ['/cockpit', '/loans', '/loans/new', '/customers', '/close-of-business', '/ledger', '/products', '/schedule-calculator', '/audit-entries', '/users'];

test('at phone width no page is wider than the screen', async () => {
  const { page, problems, close } = await open({ phone: true });
  for (const path of PHONE) {
    await go(page, path);
    await settle(page);
    await assertNoOverflow(page, path);
    await shoot(page, `phone-${path.slice(1).replace('/', '-')}`);
  }
  await go(page, '/loans');
  await front(page).locator('.card').first().click();
  await page.waitForURL('**/loans/*');
  await front(page).locator('[data-testid="loan-summary"]').waitFor();
  await assertNoOverflow(page, 'the loan page');
  await shoot(page, 'phone-loan');
  assert.deepEqual(problems, []);
  await close();
});
