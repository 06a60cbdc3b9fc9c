// Account security: a second factor and a token, each of a user made for the journey, so that no other one is disturbed.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
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

/** Another one for every run. */
const own = (name) => `${name}.${Date.now().toString(36)}`;

/** A user whose first password is changed already, so that nothing stands before the pages. */
async function person(login) {
  const admin = await open();
  await call(admin.page.context(), 'POST', '/users', { login, name: login, password, roles: ['clerk'] });
  await admin.close();
  const self = await open({ signedIn: false });
  const context = self.page.context();
  await call(context, 'POST', '/session', { login, password });
  await call(context, 'PUT', '/session/password', { current: password, password: NEW_PASSWORD });
  await self.close();
  return login;
}

async function signIn(page, login) {
  await page.goto(`${base}/login`);
  await page.locator('input[autocomplete="username"]').fill(login);
  await page.locator('input[type="password"]').fill(NEW_PASSWORD);
  await page.locator('button[type="submit"]').click();
}

async function security(page, phone = false) {
  if (phone) {
    await page.locator('[data-testid="more"]').click();
    await page.locator('.ant-drawer .card', { hasText: '账号安全' }).click();
  } else {
    await page.locator('[data-testid="user-menu"]').click();
    await page.locator('.ant-dropdown-menu-item', { hasText: /账号安全|Account security/ }).click();
  }
  const dialog = page.locator('.security').filter({ visible: true });
  await dialog.waitFor();
  return dialog;
}

/** RFC 6238 as an app computes it: SHA-1, 30 seconds, six digits. */
function codeOf(secret, step) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const word = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(word % 1_000_000).padStart(6, '0');
}

const stepNow = () => Math.floor(Date.now() / 30_000);

test('a second factor is turned on, asked for at sign-in, and turned off with a recovery code', async () => {
  const login = await person(own('journey.factor'));
  const { page, problems, close } = await open({ signedIn: false });
  await signIn(page, login);
  await page.locator('[data-testid="user-menu"]').waitFor();
  let dialog = await security(page);
  await dialog.locator('input[type="password"]').fill('not-the-password');
  await dialog.locator('[data-testid="turn-on"]').click();
  await dialog.locator('.ant-form-item-explain-error').waitFor();
  await shoot(page, 'factor-wrong-password');
  await dialog.locator('input[type="password"]').fill(NEW_PASSWORD);
  await dialog.locator('[data-testid="turn-on"]').click();
  const uri = await dialog.locator('[data-testid="secret-uri"]').getAttribute('href');
  const secret = new URL(uri).searchParams.get('secret');
  await shoot(page, 'factor-secret');
  // The code of the step after this one is taken too, and leaves the present ones for the sign-in.
  const used = stepNow() - 1;
  await dialog.locator('input[autocomplete="one-time-code"]').fill(codeOf(secret, used));
  await dialog.locator('[data-testid="turn-on"]').click();
  await dialog.locator('[data-testid="recovery-codes"]').waitFor();
  const codes = await dialog.locator('[data-testid="recovery-codes"] span').allTextContents();
  assert.equal(codes.length, 10);
  await shoot(page, 'factor-recovery-codes');
  await dialog.locator('[data-testid="codes-kept"]').click();
  await dialog.waitFor({ state: 'hidden' });

  await call(page.context(), 'DELETE', '/session');
  await signIn(page, login);
  await page.locator('input[autocomplete="one-time-code"]').fill('000000');
  await page.locator('button[type="submit"]').click();
  await page.locator('.ant-form-item-explain-error').waitFor();
  await shoot(page, 'login-code-refused');
  await page.locator('input[autocomplete="one-time-code"]').fill(codeOf(secret, Math.max(stepNow(), used + 1)));
  await page.locator('button[type="submit"]').click();
  await page.locator('[data-testid="user-menu"]').waitFor();

  dialog = await security(page);
  await dialog.locator('[data-testid="turn-off"]').waitFor();
  await shoot(page, 'factor-on');
  await dialog.locator('input[type="password"]').fill(NEW_PASSWORD);
  await dialog.locator('input[autocomplete="one-time-code"]').fill(codes[0]);
  await dialog.locator('[data-testid="turn-off"]').click();
  await dialog.locator('[data-testid="turn-on"]').waitFor();
  assert.deepEqual(problems, []);
  await close();
});

test('an administrator resets a second factor', async () => {
  const login = await person(own('journey.reset'));
  const self = await open({ signedIn: false });
  const context = self.page.context();
  await call(context, 'POST', '/session', { login, password: NEW_PASSWORD });
  const { secret } = await call(context, 'POST', '/session/second-factor', { current: NEW_PASSWORD });
  await call(context, 'POST', '/session/second-factor/confirmation', { code: codeOf(secret, stepNow()) });
  await self.close();
  const { page, problems, close } = await open();
  await go(page, '/users');
  await front(page).locator('tbody tr', { hasText: login }).first().click();
  const reset = page.locator('[data-testid="reset-second-factor"]');
  await reset.waitFor();
  await reset.scrollIntoViewIfNeeded();
  await shoot(page, 'user-with-second-factor');
  await reset.click();
  await page.locator('.ant-popconfirm .ant-btn-primary').click();
  await page.locator('.ant-message-success').waitFor();
  const user = await call(page.context(), 'GET', `/users/${login}`);
  assert.equal(user.has_second_factor, false);
  assert.deepEqual(problems, []);
  await close();
});

test('a token is made, used by a program and revoked', async () => {
  const login = await person(own('journey.token'));
  const { page, problems, close } = await open({ signedIn: false });
  await signIn(page, login);
  await page.locator('[data-testid="user-menu"]').waitFor();
  const dialog = await security(page);
  await dialog.locator('.ant-tabs-tab', { hasText: '访问令牌' }).click();
  await dialog.locator('[data-testid="new-token"]').click();
  await dialog.locator('#name').fill('核心系统对账');
  await dialog.locator('#permissions').fill('查看借据');
  await page.locator('.ant-select-item-option', { hasText: '查看借据' }).first().click();
  await page.keyboard.press('Escape');
  await dialog.locator('#addresses').fill('nonsense');
  await dialog.locator('#current').fill(NEW_PASSWORD);
  await dialog.locator('[data-testid="make-token"]').click();
  await dialog.locator('.ant-form-item-explain-error', { hasText: 'nonsense' }).waitFor();
  await shoot(page, 'token-form');
  await dialog.locator('#addresses').fill('127.0.0.0/8\n::1');
  await dialog.locator('[data-testid="make-token"]').click();
  const told = (await dialog.locator('[data-testid="token-secret"]').textContent()) ?? '';
  await shoot(page, 'token-secret');
  const secret = told.match(/xdt_[0-9a-f]{64}/)?.[0];
  assert.ok(secret, 'the secret is shown whole');
  const program = (path) => fetch(`${base}/api/v1${path}`, { headers: { Authorization: `Bearer ${secret}` } });
  assert.equal((await program('/loans?limit=1')).status, 200);
  assert.equal((await program('/customers?limit=1')).status, 403);
  await dialog.locator('[data-testid="token-kept"]').click();
  await dialog.locator('[data-testid="token"]').waitFor();
  await shoot(page, 'token-list');
  await dialog.locator('[data-testid="revoke-token"]').click();
  await page.locator('.ant-popconfirm .ant-btn-primary').click();
  await dialog.locator('[data-testid="token"] .state-grey').waitFor();
  assert.equal((await program('/loans?limit=1')).status, 401);
  assert.deepEqual(problems, []);
  await close();
});

test('account security fits a phone, in the dark too, and what is wrong keeps away from the button', async () => {
  for (const [theme, language] of [['light', 'zh-CN'], ['dark', 'zh-CN']]) {
    const { page, problems, close } = await open({ phone: true, theme, language });
    await go(page, '/loans');
    const dialog = await security(page, true);
    await dialog.locator('[data-testid="turn-on"]').click();
    const wrong = dialog.locator('.ant-form-item-explain-error');
    await wrong.waitFor();
    await settle(page);
    const text = await wrong.boundingBox();
    const button = await dialog.locator('[data-testid="turn-on"]').boundingBox();
    assert.ok(button.y - (text.y + text.height) >= 8, `the button begins ${button.y - text.y - text.height} px below the text`);
    await assertNoOverflow(page, 'account security');
    await shoot(page, `phone-security-${theme}`);
    await dialog.locator('.ant-tabs-tab', { hasText: '访问令牌' }).click();
    await dialog.locator('[data-testid="new-token"]').click();
    await dialog.locator('#name').waitFor();
    await shoot(page, `phone-token-${theme}`);
    assert.deepEqual(problems, []);
    await close();
  }
});

test('administrators see all tokens and make those of service users', async () => {
  const { page, problems, close } = await open({ language: 'en', theme: 'dark' });
  const service = own('svc.journey');
  await call(page.context(), 'POST', '/users', { login: service, name: 'Core banking', roles: ['clerk'], is_service: true });
  await go(page, '/users?tab=tokens');
  await front(page).locator('[data-testid="service-token"]').click();
  const dialog = page.locator('.ant-modal').filter({ visible: true });
  await dialog.locator('#login').click();
  await page.locator('.ant-select-item-option', { hasText: service }).first().click();
  await dialog.locator('#name').fill(`Reconciliation ${service}`);
  await dialog.locator('#permissions').fill('See loans');
  await page.locator('.ant-select-item-option', { hasText: 'See loans' }).first().click();
  await page.keyboard.press('Escape');
  await shoot(page, 'service-token');
  await dialog.locator('.ant-modal-footer .ant-btn-primary').click();
  await dialog.locator('[data-testid="token-secret"]').waitFor();
  await dialog.locator('[data-testid="token-kept"]').click();
  await front(page).locator('tbody tr', { hasText: `Reconciliation ${service}` }).first().waitFor();
  await shoot(page, 'tokens-en-dark');
  assert.deepEqual(problems, []);
  await close();
});

test('the security policy tells its bounds and refuses what is weaker than the standard', async () => {
  const { page, problems, close } = await open();
  await go(page, '/users?tab=policy');
  await front(page).locator('tbody tr', { hasText: '密码最少字符数' }).waitFor();
  await shoot(page, 'policy');
  await front(page).locator('[data-testid="change-policy"]').click();
  const dialog = page.locator('.ant-modal').filter({ visible: true });
  await dialog.locator('#password_min_length').fill('7');
  await dialog.locator('#source').fill('制度 2025-7');
  await dialog.locator('.ant-modal-footer .ant-btn-primary').click();
  await dialog.locator('.ant-form-item-explain-error', { hasText: 'GB/T 22239-2019' }).waitFor();
  await shoot(page, 'policy-refused');
  await dialog.locator('#password_min_length').fill('9');
  await dialog.locator('.ant-modal-footer .ant-btn-primary').click();
  await dialog.waitFor({ state: 'hidden' });
  await front(page).locator('tbody tr', { hasText: '8 → 9' }).waitFor();
  const { current } = await call(page.context(), 'GET', '/sign-in-policy');
  assert.equal(current.password_min_length, 9);
  await shoot(page, 'policy-versions');
  // As it was, so that the next journey finds it so.
  const { effective_at: _at, changed_by: _by, source: _source, ...numbers } = current;
  await call(page.context(), 'PUT', '/sign-in-policy', { policy: { ...numbers, password_min_length: 8 }, source: 'GB/T 22239-2019 8.1.4.1' });
  assert.deepEqual(problems, []);
  await close();
});

test('an administrator is kept from locking the own network out, and sees who holds two duties', async () => {
  const { page, problems, close } = await open({ language: 'en', theme: 'dark' });
  await go(page, '/users');
  await front(page).locator('tbody tr', { hasText: 'admin' }).first().click();
  let dialog = page.locator('.ant-modal').filter({ visible: true });
  await dialog.locator('#addresses').fill('192.0.2.0/24');
  await dialog.locator('.ant-modal-footer .ant-btn-primary').click();
  await dialog.locator('.ant-form-item-explain-error').waitFor();
  await dialog.locator('#addresses').scrollIntoViewIfNeeded();
  await shoot(page, 'addresses-refused');
  await dialog.locator('#addresses').fill('');
  await dialog.locator('.ant-modal-close').click();
  await dialog.waitFor({ state: 'hidden' });
  await go(page, '/users?tab=checks');
  await front(page).locator('[data-testid="add-duty"]').click();
  dialog = page.locator('.ant-modal').filter({ visible: true });
  for (const [field, word] of [['one', 'See loans'], ['other', 'See products']]) {
    await dialog.locator(`#${field}`).fill(word);
    await page.locator('.ant-select-item-option', { hasText: word }).filter({ visible: true }).first().click();
  }
  await dialog.locator('[data-testid="duty-holders"]').waitFor();
  await shoot(page, 'duty-holders');
  assert.deepEqual(problems, []);
  await close();
});

test('the policy fits a phone', async () => {
  const { page, problems, close } = await open({ phone: true });
  await go(page, '/users?tab=policy');
  await front(page).locator('.card', { hasText: '密码最少字符数' }).first().waitFor();
  await assertNoOverflow(page, 'the policy');
  await shoot(page, 'phone-policy');
  assert.deepEqual(problems, []);
  await close();
});
