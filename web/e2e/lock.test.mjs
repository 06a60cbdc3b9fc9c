// A desk that is left: the screen locks in every tab, nothing answers, and everything is as it was when its user comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, settle, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const PASSWORD = process.env.XINDAI_PASSWORD ?? 'Xindai-demo-1';
const curtain = (page) => page.locator('[data-testid="lock-screen"]');

async function unlock(page, password) {
  await curtain(page).locator('input[type="password"]').fill(password);
  await curtain(page).locator('[data-testid="unlock"]').click();
}

test('a screen is locked by the keys in all tabs, and opens on the same page with what was typed', async () => {
  const { page, problems, close } = await open({ login: 'clerk' });
  const other = await page.context().newPage();
  await go(other, '/loans');
  await go(page, '/customers');
  await front(page).locator('.toolbar .ant-btn-primary').click();
  const name = page.locator('.ant-modal input[type="text"]').first();
  await name.fill('未存的客户');
  await page.keyboard.press('Control+Shift+L');
  await curtain(page).waitFor();
  await curtain(other).waitFor();
  assert.equal(await name.isVisible(), false, 'nothing is seen behind the curtain');
  await shoot(page, 'locked');
  const refused = await page.request.get(`${base}/api/v1/customers`);
  assert.equal(refused.status(), 423);
  assert.equal((await refused.json()).code, 'access.session_locked');
  await page.keyboard.press('Control+k');
  assert.equal(await page.locator('[data-testid="palette"]').isVisible().catch(() => false), false);
  await other.reload();
  await curtain(other).waitFor();
  await unlock(page, 'not-the-password-1');
  await curtain(page).locator('.problem', { hasText: '密码不正确' }).waitFor();
  await unlock(page, PASSWORD);
  await curtain(page).waitFor({ state: 'detached' });
  assert.equal(await name.inputValue(), '未存的客户');
  await curtain(other).waitFor({ state: 'detached' });
  await front(other).locator('tbody tr.clickable').first().waitFor();
  assert.equal((await page.request.get(`${base}/api/v1/customers?limit=1`)).status(), 200);
  assert.deepEqual(problems, []);
  await close();
});

test('a screen that nobody touches locks by itself, and a session that ended behind it is begun again in place', async () => {
  const { page, problems, close } = await open({ login: 'manager', phone: true, language: 'en', theme: 'dark' });
  await go(page, '/loans');
  await page.evaluate(() => localStorage.setItem('xindai.touched', String(Date.now() - 3_600_000)));
  await curtain(page).waitFor();
  await assertNoOverflow(page, 'the locked screen');
  await shoot(page, 'phone-locked');
  assert.equal((await page.request.delete(`${base}/api/v1/session`, { headers: { 'X-Requested-With': 'xindai' } })).status(), 204);
  await page.evaluate(() => localStorage.setItem('xindai.touched', String(Date.now())));
  await unlock(page, PASSWORD);
  await curtain(page).getByText('has ended meanwhile').waitFor();
  await unlock(page, PASSWORD);
  await curtain(page).waitFor({ state: 'detached' });
  await settle(page);
  assert.match(page.url(), /\/loans$/);
  await front(page).locator('.card').first().waitFor();
  assert.deepEqual(problems, []);
  await close();
});
