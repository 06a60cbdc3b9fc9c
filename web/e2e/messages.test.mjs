import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const later = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

async function publish(page, notice) {
  const answer = await page.request.post(`${base}/api/v1/notices`, {
    data: { importance: 'normal', shown_from: later(-1), shown_until: later(60), ...notice },
    headers: { 'X-Requested-With': 'xindai' },
  });
  assert.equal(answer.status(), 201, await answer.text());
  return (await answer.json()).id;
}

async function withdraw(page, id) {
  const answer = await page.request.post(`${base}/api/v1/notices/${id}/withdrawal`, { headers: { 'X-Requested-With': 'xindai' } });
  assert.equal(answer.status(), 200);
}

test('an important notice is put before its reader once; the bell counts it until it is read', async () => {
  const writer = await open();
  const title = `停机维护 ${Date.now()}`;
  const id = await publish(writer.page, { title_zh: title, text_zh: '今晚 22:00 起停机两小时，请提前保存。', importance: 'important', roles: ['clerk'] });
  const { page, problems, close } = await open({ login: 'clerk' });
  await go(page, '/loans');
  const dialog = page.locator('.ant-modal', { hasText: title });
  await dialog.waitFor();
  await shoot(page, 'notice-important');
  await dialog.locator('[data-testid="notice-read"]').click();
  await dialog.waitFor({ state: 'hidden' });
  await page.reload();
  await page.locator('[data-testid="bell"]').click();
  await page.locator('[data-testid="bell-panel"]').waitFor();
  await shoot(page, 'bell');
  assert.equal(await dialog.count(), 0, 'it is not shown again');
  await page.keyboard.press('Escape');
  await go(page, '/messages?tab=notices');
  const article = front(page).locator('.notice', { hasText: title });
  await article.waitFor();
  assert.equal(await article.locator('[data-testid="mark-read"]').count(), 0, 'it is read');
  await shoot(page, 'notices');
  await withdraw(writer.page, id);
  assert.deepEqual(problems, []);
  await close();
  await writer.close();
});

test('an administrator writes a notice; what cannot be is told at its field', async () => {
  const { page, problems, close } = await open({ language: 'en', theme: 'dark' });
  await go(page, '/messages?tab=manage');
  await front(page).locator('[data-testid="write-notice"]').click();
  const dialog = page.locator('.ant-modal:has(#notice_title_en)');
  const title = `Maintenance ${Date.now()}`;
  await dialog.locator('#notice_title_en').fill(title);
  await dialog.locator('.ant-btn-primary').click();
  await dialog.locator('.ant-form-item-explain-error').first().waitFor();
  await shoot(page, 'notice-refused');
  await dialog.locator('#notice_text_en').fill('The system is down from 22:00 to 24:00.');
  await dialog.locator('.ant-btn-primary').click();
  await dialog.waitFor({ state: 'hidden' });
  const row = front(page).locator('tbody tr', { hasText: title });
  await row.waitFor();
  await shoot(page, 'notices-managed');
  await row.locator('[data-testid="withdraw-notice"]').click();
  await page.locator('.ant-popconfirm .ant-btn-primary').click();
  await row.locator('.state', { hasText: 'Withdrawn' }).waitFor();
  assert.deepEqual(problems, []);
  await close();
});

test('each count leads to its rows; on a phone the bell opens the page', async () => {
  const { page, problems, close } = await open({ phone: true });
  await go(page, '/loans');
  await page.locator('[data-testid="bell"]').click();
  await page.waitForURL('**/messages');
  await front(page).locator('[data-testid="to-dos"]').waitFor();
  await assertNoOverflow(page, 'the messages');
  await shoot(page, 'phone-messages');
  await front(page).locator('[data-todo="close_done"]').click();
  await page.waitForURL('**/close-of-business');
  assert.deepEqual(problems, []);
  await close();
});
