// Stands last by its name: it moves the business date, which the other journeys read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

test('a day is closed from the screen: it is listed, its checks hold, and the next day is open', async () => {
  const { page, problems, close } = await open();
  const { business_date: day } = await (await page.request.get(`${base}/api/v1/business-day`)).json();
  await go(page, '/close-of-business');
  await front(page).locator('[data-testid="start-close"]').click();
  const dialog = page.locator('.ant-modal').filter({ visible: true });
  await dialog.locator('.consequence', { hasText: day }).waitFor();
  await shoot(page, 'close-start');
  await dialog.locator('.ant-modal-footer .ant-btn-primary').click();
  const run = front(page).locator(`tbody a[href$="/close-of-business/${day}"]`);
  await run.waitFor({ timeout: 120_000 });
  await run.click();
  await page.waitForURL(`**/close-of-business/${day}`);
  const steps = front(page).locator('[data-testid="steps"] .step');
  await steps.first().waitFor();
  await page.waitForFunction(() => {
    const all = [...document.querySelectorAll('[data-active="true"] [data-testid="steps"] .step')];
    return all.length > 0 && all.every((step) => step.querySelector('.state-green'));
  });
  assert.equal(await front(page).locator('.state-red').count(), 0, 'no check fails');
  await shoot(page, 'close-done');
  const next = await (await page.request.get(`${base}/api/v1/business-day`)).json();
  assert.ok(next.business_date > day, `${next.business_date} comes after ${day}`);
  assert.equal(next.last_closed_on, day);
  await page.locator('.chip', { hasText: next.business_date }).waitFor();
  assert.deepEqual(problems, []);
  await close();
});

test('a close over three days tells which day it is at', async () => {
  const { page, problems, close } = await open({ language: 'en' });
  const { business_date: day } = await (await page.request.get(`${base}/api/v1/business-day`)).json();
  const until = new Date(`${day}T00:00:00Z`);
  until.setUTCDate(until.getUTCDate() + 3);
  await go(page, '/close-of-business');
  const told = page.evaluate(
    () =>
      new Promise((found) => {
        const watch = new MutationObserver(() => {
          const text = document.querySelector('[data-active="true"] [data-testid="day-of"]')?.textContent;
          if (text) found(text);
        });
        watch.observe(document.body, { childList: true, subtree: true, characterData: true });
      }),
  );
  const answer = await page.request.post(`${base}/api/v1/close-runs`, {
    data: { until: until.toISOString().slice(0, 10) }, headers: { 'X-Requested-With': 'xindai', 'Idempotency-Key': `e2e-${Date.now()}` },
  });
  assert.equal(answer.status(), 202);
  assert.match(await told, /^Day [123] of 3$/);
  await page.locator('.chip', { hasText: until.toISOString().slice(0, 10) }).waitFor({ timeout: 120_000 });
  assert.deepEqual(problems, []);
  await close();
});
