import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, front, go, numberIn, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

async function rangeTotal(page) {
  const range = front(page).locator('[data-testid="range"]');
  await page.waitForFunction(() => /共|of/.test(document.querySelector('[data-active="true"] [data-testid="range"]')?.textContent ?? ''));
  return numberIn(((await range.textContent()) ?? '').split(/共|of/)[1] ?? '');
}

test('a cockpit count leads to exactly so many rows, and its passport tells the formula', async () => {
  const { page, problems, close } = await open();
  await go(page, '/cockpit');
  await front(page).locator('.figure a.value').first().waitFor();
  await front(page).locator('.chart-box canvas').first().waitFor();
  await shoot(page, 'cockpit');
  const counts = front(page).locator('.figure[data-counts="true"]');
  await counts.first().locator('button').click();
  const passport = page.locator('[data-testid="passport"]').last();
  await passport.waitFor();
  assert.equal(await passport.locator('dd').count() >= 3, true);
  const currencies = await front(page).locator('[data-testid="cockpit-currency"] input').count();
  let checked = 0;
  for (const currency of ['CNY', 'USD'].slice(0, Math.max(1, currencies))) {
    for (const index of [0, 1]) {
      await go(page, `/cockpit?currency=${currency}`);
      const figure = counts.nth(index).locator('a.value');
      await figure.waitFor();
      const shown = numberIn((await figure.textContent()) ?? '');
      await figure.click();
      await page.waitForURL('**/loans?**');
      assert.equal(await rangeTotal(page), shown, `${currency} count ${index}`);
      checked += 1;
    }
  }
  assert.ok(checked >= 2);
  assert.deepEqual(problems, []);
  await close();
});

test('the loan list filters, sorts and pages on the server', async () => {
  const { page, problems, close } = await open();
  await go(page, '/loans');
  await front(page).locator('tbody tr.clickable').first().waitFor();
  const all = await rangeTotal(page);
  await shoot(page, 'loans');
  await go(page, '/loans?status=overdue&sort=-dpd');
  await front(page).locator('tbody tr.clickable').first().waitFor();
  assert.ok((await rangeTotal(page)) < all, 'a filter makes the list shorter');
  const late = (await front(page).locator('tbody .num.danger').allTextContents()).filter((text) => /天|d$/.test(text)).map(numberIn);
  assert.deepEqual(late, [...late].sort((a, b) => b - a), 'the most days late stand first');
  await go(page, '/loans');
  const first = await front(page).locator('tbody a').first().textContent();
  await front(page).locator('[data-testid="next-page"]').click();
  await page.waitForFunction((before) => document.querySelector('[data-active="true"] tbody a')?.textContent !== before, first);
  await front(page).locator('[data-testid="previous-page"]').click();
  await page.waitForFunction((before) => document.querySelector('[data-active="true"] tbody a')?.textContent === before, first);
  await front(page).locator('tbody tr.clickable td:nth-child(3)').first().click();
  await page.locator('.ant-drawer [data-testid="open-loan"]').waitFor();
  await shoot(page, 'loan-drawer');
  assert.deepEqual(problems, []);
  await close();
});

test('a loan shows its plan, its entries, its interest and its payoff', async () => {
  const { page, problems, close } = await open();
  await go(page, '/loans?status=overdue');
  await front(page).locator('tbody a').first().click();
  await page.waitForURL('**/loans/*');
  await front(page).locator('[data-testid="loan-summary"]').waitFor();
  await shoot(page, 'loan-summary');
  const path = new URL(page.url()).pathname;
  for (const [tab, sign] of [['schedule', 'tbody tr.ant-table-row'], ['events', 'tbody tr.ant-table-row'], ['journal', '[data-testid="entry"]'], ['accrual', '[data-testid="accrual"] tbody tr'], ['payoff', '[data-testid="payoff"]']]) {
    await go(page, `${path}?tab=${tab}`);
    await front(page).locator(sign).first().waitFor();
    await shoot(page, `loan-${tab}`);
  }
  assert.deepEqual(problems, []);
  await close();
});

async function settleText(page) {
  return front(page).locator('[data-testid="loan-summary"] dl').innerText();
}

test('a repayment is previewed, booked and reversed, and the loan is as before', async () => {
  const { page, problems, close } = await open();
  await go(page, '/loans?status=overdue');
  await front(page).locator('tbody a').first().click();
  await front(page).locator('[data-testid="record-repayment"]').waitFor();
  const before = await settleText(page);
  await front(page).locator('[data-testid="record-repayment"]').click();
  const dialog = page.locator('.ant-modal').filter({ visible: true });
  await dialog.locator('.amount-input input').fill('0');
  await dialog.locator('[data-testid="preview"]').click();
  await dialog.locator('.problem, .ant-form-item-explain-error').first().waitFor();
  await dialog.locator('.amount-input input').fill('25.00');
  await dialog.locator('[data-testid="preview"]').click();
  await dialog.locator('[data-testid="receipt"]').waitFor();
  assert.equal(await settleText(page), before, 'a preview changes nothing');
  await shoot(page, 'repayment-preview');
  await dialog.locator('[data-testid="confirm"]').click();
  await dialog.waitFor({ state: 'hidden' });
  await page.waitForFunction((old) => document.querySelector('[data-active="true"] [data-testid="loan-summary"] dl')?.innerText !== old, before);
  await go(page, `${new URL(page.url()).pathname}?tab=events`);
  await front(page).locator('[data-testid="reverse"]').first().click();
  await dialog.locator('#reason_code').click();
  await page.locator('.ant-select-item-option', { hasText: '金额录错' }).click();
  await dialog.locator('textarea').fill('browser journey');
  await dialog.locator('[data-testid="preview"]').click();
  await dialog.locator('[data-testid="receipt"]').waitFor();
  await shoot(page, 'reversal-preview');
  await dialog.locator('[data-testid="confirm"]').click();
  await dialog.waitFor({ state: 'hidden' });
  await page.waitForFunction((old) => document.querySelector('[data-active="true"] [data-testid="loan-summary"] dl')?.innerText === old, before);
  assert.deepEqual(problems, []);
  await close();
});

test('balances stand beside what settling takes, and both columns sum to their totals', async () => {
  const { page, problems, close } = await open();
  const rows = await (await page.request.get(`${base}/api/v1/loans?currency=CNY&status=active&limit=50`)).json();
  const loan = rows.items.find((one) => one.product_code === 'P01');
  await go(page, `/loans/${loan.id}`);
  const table = front(page).locator('[data-testid="balances"]');
  await front(page).locator('[data-testid="balances-total"]').waitFor();
  const cents = (text) => BigInt(text.replace(/[^\d\u2212-]/g, '').replace('\u2212', '-') || '0');
  const cells = await table.locator('tbody tr').evaluateAll((lines) => lines.map((line) => [...line.querySelectorAll('td.amount')].map((cell) => cell.textContent)));
  const total = cells.pop();
  for (const column of [0, 1]) {
    const sum = cells.map((line) => cents(line[column])).reduce((a, b) => a + b);
    assert.equal(sum, cents(total[column]), `column ${column}`);
  }
  const quote = await (await page.request.get(`${base}/api/v1/loans/${loan.id}/payoff-quote`)).json();
  assert.equal(cents(total[1]), cents(quote.total.amount));
  await shoot(page, 'loan-balances');
  assert.deepEqual(problems, []);
  await close();
});

test('the currency looked at last is where the next page begins', async () => {
  const { page, problems, close } = await open();
  await go(page, '/cockpit');
  // Whichever it begins with: the other one first.
  await front(page).locator('[data-testid="cockpit-currency"]').getByText('CNY').click();
  await front(page).locator('[data-testid="cockpit-currency"]').getByText('USD').click();
  await page.waitForURL('**/cockpit?currency=USD');
  await go(page, '/ledger');
  await front(page).locator('[data-testid="ledger-currency"] .ant-segmented-item-selected', { hasText: 'USD' }).waitFor();
  await go(page, '/cockpit');
  await front(page).locator('[data-testid="cockpit-currency"] .ant-segmented-item-selected', { hasText: 'USD' }).waitFor();
  assert.deepEqual(problems, []);
  await close();
});
