// An auditor's walk: who did what, from where, and whether the log is whole.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoOverflow, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const row = (page) => front(page).locator('[data-testid="table-audit"] tbody tr.ant-table-row');

test('an auditor narrows the log, reads a difference, sees its proof and checks the chain', async () => {
  const { page, problems, close } = await open({ login: 'auditor' });
  await go(page, '/audit-entries');
  await front(page).getByRole('tab', { name: '登录' }).click();
  await page.waitForURL(/area=sign_in/);
  await row(page).filter({ hasText: '还款' }).first().waitFor({ state: 'detached' });
  await row(page).filter({ hasText: '登录' }).filter({ hasText: '127.0.0.1' }).first().waitFor();
  await go(page, '/audit-entries?action=loan.repaid');
  await row(page).first().waitFor();
  await row(page).first().locator('td').first().click();
  const drawer = page.locator('.ant-drawer');
  await drawer.locator('[data-testid="audit-changes"] tr.changed').first().waitFor();
  await drawer.locator('[data-testid="audit-proof"]', { hasText: '本条与存证一致' }).waitFor();
  await shoot(page, 'audit-line');
  await drawer.getByRole('button', { name: '同一对象的操作' }).click();
  await page.waitForURL(/object_id=/);
  await row(page).filter({ hasText: '登记借据' }).first().waitFor();
  await front(page).locator('[data-testid="check-chain"]').click();
  assert.match(await page.locator('[data-testid="chain-found"]').innerText(), /^全链完整：[\d,]+ 条/);
  await shoot(page, 'audit-chain');
  assert.deepEqual(problems, []);
  await close();
});

test('what somebody may not do is recorded, and the log fits a phone', async () => {
  const clerk = await open({ login: 'clerk' });
  const refused = await clerk.page.request.get(new URL('/api/v1/users', (await go(clerk.page, '/loans'), clerk.page.url())).href);
  assert.equal(refused.status(), 403);
  await clerk.close();
  const { page, problems, close } = await open({ login: 'auditor', phone: true });
  await go(page, '/audit-entries?area=refusal');
  const card = front(page).locator('[data-testid="table-audit"]').getByText('access.read').first();
  await card.waitFor();
  await assertNoOverflow(page, 'the audit log');
  await shoot(page, 'phone-audit');
  assert.deepEqual(problems, []);
  await close();
});
