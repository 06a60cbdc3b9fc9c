// The rate of a loan: seen with what it follows, changed by proposal and approval, and taken back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

/** A loan that is paid as agreed, of a product whose rate may change. */
async function someLoan(page) {
  const answer = await page.context().request.get(`${base}/api/v1/loans?currency=CNY&status=active&limit=50`);
  const { items } = await answer.json();
  const loan = items.find((one) => ['annuity', 'equal_principal'].includes(one.method));
  assert.ok(loan, 'the demo has a loan whose rate may change');
  return loan;
}

test('a clerk sees what another rate does to the plan, and proposes it', async () => {
  const { page, problems, close } = await open({ login: 'clerk' });
  const loan = await someLoan(page);
  await go(page, `/loans/${loan.id}?tab=rates`);
  const change = front(page).locator('[data-testid="change-rate"]');
  await change.waitFor();
  await shoot(page, 'rates');
  await change.click();
  const dialog = page.locator('.ant-modal').last();
  await dialog.locator('#annual_rate').fill('1.5');
  await dialog.locator('textarea').fill('客户申请下调利率');
  await shoot(page, 'rate-change');
  await dialog.locator('[data-testid="preview"]').click();
  const receipt = dialog.locator('[data-testid="receipt"]');
  await receipt.waitFor();
  const rows = await receipt.locator('.difference tr.changed').allTextContents();
  assert.ok(rows.some((row) => row.includes('1.5000%')), rows.join('\n'));
  await shoot(page, 'rate-change-preview');
  await dialog.locator('[data-testid="confirm"]').click();
  await dialog.locator('[data-testid="propose"]').waitFor();
  await shoot(page, 'rate-change-proposal');
  assert.deepEqual(problems, []);
  await close();
});

test('on a phone the rate and its history are cards of one column', async () => {
  const { page, problems, close } = await open({ phone: true });
  const loan = await someLoan(page);
  await go(page, `/loans/${loan.id}?tab=rates`);
  await front(page).locator('[data-testid="change-rate"]').waitFor();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wider <= 0, `${wider} px too wide`);
  await shoot(page, 'rates-375');
  assert.deepEqual(problems, []);
  await close();
});
