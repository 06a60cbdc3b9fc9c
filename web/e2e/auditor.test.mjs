// An auditor's day: every page that there is opens, nothing on it changes anything, and what is kept how long can be read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, settle, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const PAGES = [
  '/cockpit', '/loans', '/customers', '/products', '/schedule-calculator', '/ledger', '/close-of-business', '/audit-entries', '/audit-archives', '/messages', '/pending-changes', '/glossary',
  '/master-data', '/users', '/users?tab=roles', '/users?tab=organisations', '/users?tab=checks', '/users?tab=policy', '/users?tab=tokens', '/users?tab=sessions', '/users?tab=deputies',
];

/** What begins a change of the lender's, wherever it stands. */
const ACTS = [
  'add-user', 'add-role', 'add-organisation', 'add-duty', 'add-deputy', 'change-policy', 'service-token', 'start-close', 'write-notice', 'record-repayment', 'archive', 'change-sign_in',
  'disburse', 'charge-off', 'reverse',
];

test('every page of the menu opens for an auditor, and none offers a change', async () => {
  const { page, problems, close } = await open({ login: 'auditor' });
  const refused = [];
  page.on('response', (answer) => {
    if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
  });
  const first = async (path) => (await (await page.request.get(`${base}/api/v1/${path}`)).json()).items[0];
  const [loan, customer, product, account, run] = await Promise.all([
    first('loans?limit=1'), first('customers?limit=1'), first('products?limit=1'), first('ledger/accounts'), first('close-runs?limit=1'),
  ]);
  const entry = await first(`loans/${loan.id}/journal-entries`);
  const records = [
    `/loans/${loan.id}`, `/loans/${loan.id}?tab=schedule`, `/loans/${loan.id}?tab=journal`, `/loans/${loan.id}/sheet`, `/customers/${customer.id}`, `/products/${product.id}`,
    `/ledger/accounts/${account.code}`, `/ledger/journal-entries/${entry.id}`, `/close-of-business/${run.business_date}`,
  ];
  for (const path of [...PAGES, ...records]) {
    await go(page, path);
    await settle(page);
    const acts = front(page).locator(ACTS.map((act) => `[data-testid="${act}"]`).join(', '));
    assert.equal(await acts.count(), 0, `${path} offers ${await acts.allInnerTexts()}`);
  }
  assert.deepEqual(refused, [], 'no page asks for what an auditor may not see');
  assert.deepEqual(problems, []);
  await close();
});

test('how long lines stay is read with the law, by an auditor and on a phone', async () => {
  const { page, problems, close } = await open({ login: 'auditor' });
  await go(page, '/audit-entries');
  await front(page).getByRole('button', { name: '保存期与归档' }).click();
  await page.waitForURL(/audit-archives/);
  const business = front(page).locator('tbody tr', { hasText: '会计档案管理办法' });
  assert.match(await business.innerText(), /业务[\s\S]*360 个月/);
  await shoot(page, 'audit-archives');
  await close();
  const phone = await open({ login: 'auditor', phone: true, language: 'en', theme: 'dark' });
  await go(phone.page, '/audit-archives');
  await front(phone.page).getByText('360 months').first().waitFor();
  await assertNoOverflow(phone.page, 'retention and archives');
  await shoot(phone.page, 'phone-audit-archives');
  assert.deepEqual([...problems, ...phone.problems], []);
  await phone.close();
});

test('an administrator tries an archive, and a rule below the law is refused at its field', async () => {
  const { page, problems, close } = await open();
  await go(page, '/audit-archives');
  await front(page).locator('[data-testid="archive"]').click();
  const dialog = page.locator('.ant-modal');
  await dialog.locator('.ant-picker input').fill('2020-01-01');
  await dialog.locator('.ant-picker input').press('Enter');
  await dialog.locator('[data-testid="archive-preview"]').click();
  await dialog.locator('[data-testid="will-leave"]', { hasText: '还在保存期内' }).waitFor();
  await shoot(page, 'audit-archive-preview');
  await dialog.getByRole('button', { name: /取\s?消/ }).click();
  await front(page).locator('[data-testid="change-business"]').click();
  const rule = page.locator('.ant-modal:visible');
  await rule.locator('#months').fill('359');
  await rule.locator('.ant-picker input').fill('2099-01-01');
  await rule.locator('.ant-picker input').press('Enter');
  await rule.locator('#source').fill('试');
  await rule.getByRole('button', { name: /保\s?存/ }).click();
  await rule.locator('.ant-form-item-explain-error, .problem', { hasText: '360 至 1200' }).first().waitFor();
  await shoot(page, 'audit-retention-refused');
  assert.deepEqual(problems, []);
  await close();
});
