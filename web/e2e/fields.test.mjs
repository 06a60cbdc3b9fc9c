// An administrator takes sensitive fields from a role; a clerk of that role then sees locks, finds nobody by what is locked, and adds no customers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, password, settle, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const OURS = { 'X-Requested-With': 'xindai' };
const NEW_PASSWORD = 'Jinse-lude-7';

async function call(context, method, path, data) {
  const answer = await context.request.fetch(`${base}/api/v1${path}`, { method, headers: OURS, ...(data ? { data } : {}) });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.status() === 204 ? null : answer.json();
}

const stamp = Date.now().toString(36);
const role = `desk_${stamp}`;
const login = `desk.${stamp}`;

/** A role of its own that may do what a clerk may, with somebody who holds it. */
async function furnish(admin) {
  const clerk = (await call(admin, 'GET', '/roles')).items.find((one) => one.code === 'clerk');
  await call(admin, 'POST', '/roles', { code: role, name_zh: `前台 ${stamp}`, name_en: 'Front desk', data_scope: 'all', permissions: clerk.permissions });
  await call(admin, 'POST', '/users', { login, name: '前台甲', password, roles: [role] });
  const self = await open({ signedIn: false });
  await call(self.page.context(), 'POST', '/session', { login, password });
  await call(self.page.context(), 'PUT', '/session/password', { current: password, password: NEW_PASSWORD });
  await self.close();
}

async function atTheDesk(options) {
  const opened = await open({ signedIn: false, ...options });
  await call(opened.page.context(), 'POST', '/session', { login, password: NEW_PASSWORD });
  return opened;
}

test('a field that is taken from a role is a lock for who holds it', async () => {
  const admin = await open();
  await furnish(admin.page.context());
  const desk = await atTheDesk();
  await go(desk.page, '/customers');
  await settle(desk.page);
  assert.equal(await front(desk.page).locator('[data-testid="unseen"]').count(), 0, 'before, the masked values are there');
  await front(desk.page).getByRole('button', { name: '新建客户' }).waitFor();

  await go(admin.page, '/users?tab=roles');
  await front(admin.page).locator('tr', { hasText: role }).first().click();
  const dialog = admin.page.locator('.ant-modal').filter({ visible: true });
  const fields = dialog.locator('[data-kind="Field"]');
  await dialog.locator('[data-kind="Menu"]').scrollIntoViewIfNeeded();
  await shoot(admin.page, 'role-dialog-kinds');
  await fields.getByRole('checkbox', { name: '查看证件号码' }).uncheck();
  await fields.scrollIntoViewIfNeeded();
  await shoot(admin.page, 'role-dialog-fields');
  await dialog.getByRole('button', { name: '保存' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const told = await call(admin.page.context(), 'GET', `/audit-entries?object_kind=role&object_id=${role}&action=access.role_changed`);
  assert.ok(!told.items[0].after.permissions.includes('customer.field_identity'), 'the audit log tells what was taken');

  await go(desk.page, '/customers');
  const rows = front(desk.page).locator('tbody tr[data-row-key]');
  await rows.first().waitFor();
  const locks = front(desk.page).locator('[data-testid="unseen"]');
  assert.equal(await locks.count(), await rows.count(), 'a lock for each identity number, none for mobile numbers');
  assert.equal(await front(desk.page).getByRole('button', { name: '新建客户' }).count(), 0, 'who may not see the document adds nobody');
  await locks.first().hover();
  await desk.page.getByRole('tooltip').getByText('查看证件号码').waitFor();
  await shoot(desk.page, 'customers-locked');

  await rows.first().click();
  await front(desk.page).locator('.summary-facts [data-testid="unseen"]').waitFor();
  await shoot(desk.page, 'customer-locked');
  await front(desk.page).getByRole('button', { name: '查看完整信息' }).click();
  const reveal = desk.page.locator('.ant-modal').filter({ visible: true });
  await reveal.locator('#reason').fill('来电核实');
  await reveal.getByRole('button', { name: '查看', exact: true }).click();
  await reveal.locator('[data-testid="unseen"]').waitFor();
  await shoot(desk.page, 'reveal-locked');
  assert.deepEqual([...admin.problems, ...desk.problems], []);
  await desk.close();
  await admin.close();
});

test('the lock speaks English, in the dark and on a phone', async () => {
  const dark = await atTheDesk({ language: 'en', theme: 'dark' });
  await go(dark.page, '/customers');
  await front(dark.page).getByText('Not permitted').first().waitFor();
  await shoot(dark.page, 'customers-locked-en-dark');
  await dark.close();

  const phone = await atTheDesk({ phone: true });
  await go(phone.page, '/customers');
  await front(phone.page).getByText('无权查看').first().waitFor();
  await assertNoOverflow(phone.page, 'the list with locks');
  await shoot(phone.page, 'phone-customers-locked');
  await front(phone.page).locator('.card').first().click();
  await front(phone.page).locator('.summary-facts [data-testid="unseen"]').waitFor();
  await assertNoOverflow(phone.page, 'the page with locks');
  await shoot(phone.page, 'phone-customer-locked');
  assert.deepEqual([...dark.problems, ...phone.problems], []);
  await phone.close();

  const admin = await open({ phone: true });
  await go(admin.page, '/users?tab=roles');
  await front(admin.page).getByText(`前台 ${stamp}`).first().click();
  await admin.page.locator('[data-kind="Field"]').scrollIntoViewIfNeeded();
  await shoot(admin.page, 'phone-role-fields');
  await admin.close();
});
