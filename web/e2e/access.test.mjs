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

const ask = async (page, words) => {
  const field = page.locator('[data-testid="palette"]');
  if (!(await field.isVisible())) await page.keyboard.press('Control+k');
  await field.fill(words);
};
const gone = (page) => page.locator('[data-testid="palette"]').waitFor({ state: 'hidden' });
const hit = (page, text) => page.locator('.palette-item', { hasText: text }).first();

test('the palette finds a loan, a customer, a product, an account and what was opened; keys walk through it', async () => {
  const { page, problems, close } = await open();
  await go(page, '/loans');
  const { items } = await (await page.request.get(`${base}/api/v1/loans?limit=1`)).json();
  const [{ number, id }] = items;
  const people = await (await page.request.get(`${base}/api/v1/customers?limit=1`)).json();
  const customer = people.items[0].number;
  await ask(page, number);
  await hit(page, number).waitFor();
  await shoot(page, 'palette-loan');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/loans/${id}`);
  await front(page).getByRole('heading', { name: number }).waitFor();
  await gone(page);
  await page.keyboard.press('Control+k');
  await page.locator('[role="group"][aria-label="最近打开"] .palette-item').first().waitFor();
  assert.equal(await page.locator('.palette-item').first().textContent(), number, 'the browser keeps the number, not the name');
  await shoot(page, 'palette-recent');
  await ask(page, customer);
  await page.locator('[role="group"][aria-label="客户"] .palette-item', { hasText: customer }).first().waitFor();
  await ask(page, 'P03');
  await hit(page, 'P03').waitFor();
  await shoot(page, 'palette-product');
  await ask(page, '1303');
  const accounts = page.locator('[role="group"][aria-label="会计科目"] .palette-item');
  await accounts.nth(1).waitFor();
  const second = ((await accounts.nth(1).textContent()) ?? '').split(' ')[0];
  const at = await page.locator('.palette-item').evaluateAll((all, code) => all.findIndex((one) => one.textContent?.startsWith(code)), second);
  for (let step = 0; step < at; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/ledger/accounts/${second}`);
  await gone(page);
  await ask(page, 'no such thing');
  await page.locator('[data-testid="palette-empty"] .small').waitFor();
  await shoot(page, 'palette-empty');
  await page.keyboard.press('Escape');
  await gone(page);
  assert.deepEqual(problems, []);
  await close();
});

test('the palette acts: a new customer, the theme; Ctrl with Enter opens a tab of the browser', async () => {
  const { page, problems, close } = await open();
  await go(page, '/loans');
  await ask(page, '深色');
  await hit(page, '深色').click();
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await gone(page);
  await ask(page, '日终');
  await hit(page, '日终').waitFor();
  const [other] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Control+Enter')]);
  await other.waitForURL('**/close-of-business');
  await other.close();
  assert.ok(await page.locator('[data-testid="palette"]').isVisible(), 'the search stays open behind the new tab');
  await ask(page, '新增客户');
  await hit(page, '新增客户').click();
  await page.locator('.ant-modal input').filter({ visible: true }).first().waitFor();
  await page.waitForURL((url) => url.pathname === '/customers' && url.search === '');
  assert.deepEqual(problems, []);
  await close();
});

test('an auditor is offered nothing that an auditor may not do, and the search fits a phone', async () => {
  const auditor = await open({ phone: true, login: 'auditor' });
  await go(auditor.page, '/audit-entries');
  await ask(auditor.page, '');
  await hit(auditor.page, '退出').waitFor();
  assert.equal(await auditor.page.locator('.palette-item', { hasText: '借据登记' }).count(), 0);
  assert.equal(await auditor.page.locator('.palette-item', { hasText: '开始日终' }).count(), 0);
  await assertNoOverflow(auditor.page, 'the search');
  await shoot(auditor.page, 'phone-palette');
  assert.deepEqual(auditor.problems, []);
  await auditor.close();
});

test('a dialog with changed fields asks before it closes, an untouched one does not', async () => {
  const { page, problems, close } = await open();
  const shown = page.locator('.ant-modal:not(.ant-modal-confirm)').filter({ visible: true });
  const question = page.locator('.ant-modal-confirm').filter({ visible: true });
  await go(page, '/users');
  const first = async () => front(page).locator('tbody tr[data-row-key]').first().click();
  await first();
  await shown.locator('#name').waitFor();
  await page.keyboard.press('Escape');
  await shown.waitFor({ state: 'hidden' });
  assert.equal(await question.count(), 0, 'nothing was changed');
  await first();
  const before = await shown.locator('#name').inputValue();
  await shown.locator('#name').fill(`${before}改`);
  await shown.locator('.ant-modal-footer button').first().click();
  await question.waitFor();
  await shoot(page, 'dialog-unsaved');
  await question.locator('button').first().click();
  await question.waitFor({ state: 'hidden' });
  assert.equal(await shown.locator('#name').inputValue(), `${before}改`);
  await shown.locator('.ant-modal-close').click();
  await question.locator('.ant-btn-dangerous').click();
  await shown.waitFor({ state: 'hidden' });
  await first();
  assert.equal(await shown.locator('#name').inputValue(), before, 'what was discarded is not there again');
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

test('a post is added and retired, and a role tells from where it may be used', async () => {
  const { page, problems, close } = await open();
  await go(page, '/users?tab=organisations');
  const code = `post_${Date.now().toString(36)}`;
  await page.locator('[data-testid="add-post"]').click();
  const dialog = page.locator('.ant-modal').filter({ visible: true });
  await dialog.locator('#code').fill(code);
  await dialog.locator('#name_zh').fill('风险经理');
  await dialog.locator('#name_en').fill('Risk manager');
  await dialog.getByRole('button', { name: '保存' }).click();
  const row = front(page).locator('tr', { hasText: code });
  await row.click();
  await dialog.locator('[role="switch"]').click();
  await shoot(page, 'post-dialog');
  await dialog.getByRole('button', { name: '保存' }).click();
  await row.locator('.state-grey').waitFor();
  await shoot(page, 'posts');
  await go(page, '/users?tab=roles');
  await front(page).locator('tr', { hasText: 'clerk' }).first().click();
  await dialog.locator('textarea').last().scrollIntoViewIfNeeded();
  await shoot(page, 'role-dialog-addresses');
  const opened = dialog.locator('[data-testid="opened-menus"]');
  await opened.getByText('客户', { exact: true }).waitFor();
  await dialog.getByRole('checkbox', { name: '查看客户' }).uncheck();
  await opened.getByText('客户', { exact: true }).waitFor({ state: 'detached' });
  await opened.scrollIntoViewIfNeeded();
  await shoot(page, 'role-dialog-menus');
  assert.deepEqual(problems, []);
  await close();
});
