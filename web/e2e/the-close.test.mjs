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
  // What a long close tells, as the server words it: a real one of this book is over before it can be read.
  const second = new Date(`${day}T00:00:00Z`);
  second.setUTCDate(second.getUTCDate() + 1);
  const date = (moment) => moment.toISOString().slice(0, 10);
  const telling = { business_date: date(second), from: day, until: date(until), step: 'visit', done: 5, total: 9, state: 'running' };
  const progress = '**/api/v1/close-runs/progress';
  await page.route(progress, (route) => route.fulfill({ contentType: 'text/event-stream', body: `data: ${JSON.stringify(telling)}\n\n` }));
  await go(page, '/close-of-business');
  await page.getByTestId('day-of').getByText('Day 2 of 3', { exact: true }).waitFor();
  await page.unroute(progress);
  await page.reload();
  const answer = await page.request.post(`${base}/api/v1/close-runs`, {
    data: { until: date(until) }, headers: { 'X-Requested-With': 'xindai', 'Idempotency-Key': `e2e-${Date.now()}` },
  });
  assert.equal(answer.status(), 202);
  await page.locator('.chip', { hasText: date(until) }).waitFor({ timeout: 60_000 });
  assert.deepEqual(problems, []);
  await close();
});
