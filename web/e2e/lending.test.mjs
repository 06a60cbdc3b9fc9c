import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { front, go, numberIn, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

/** Chooses the option whose text begins with this in the list that is open. */
async function choose(page, text) {
  const option = page.locator('.ant-select-dropdown').filter({ visible: true }).locator('.ant-select-item-option', { hasText: text }).first();
  await option.click();
  await option.waitFor({ state: 'hidden' });
}

async function fillIn(page, form) {
  await form.locator('#product_id').fill('P03');
  await choose(page, /^P03 /);
  await form.locator('#customer_id').click();
  await choose(page, /^\S/);
  await form.locator('#principal').fill('12000.00');
  assert.match(await form.locator('.capital').innerText(), /人民币壹万贰仟元整/);
  await form.locator('#purpose').click();
  await form.locator('#purpose').fill('装修');
  await choose(page, '住房装修');
  await form.locator('#periods').fill('12');
}

test('a loan is booked with its schedule beside the form, then disbursed', async () => {
  const { page, problems, close } = await open();
  await go(page, '/loans');
  await front(page).locator('[data-testid="book-loan"]').click();
  await page.waitForURL('**/loans/new');
  const form = front(page).locator('[data-testid="booking-form"]');
  await fillIn(page, form);
  const rows = front(page).locator('[data-testid="booking-preview"] tbody tr.ant-table-row');
  await rows.nth(11).waitFor();
  assert.equal(await rows.count(), 12);
  await shoot(page, 'book-loan');
  await front(page).locator('[data-testid="book"]').click();
  const dialog = page.locator('.ant-modal').filter({ visible: true });
  await dialog.locator('.consequence').waitFor();
  await shoot(page, 'book-loan-preview');
  await dialog.locator('[data-testid="confirm"]').click();
  await page.waitForURL('**/loans/*?disburse=1');
  await dialog.locator('[data-testid="receipt"]').waitFor();
  const summary = front(page).locator('[data-testid="loan-summary"]');
  assert.match(await summary.innerText(), /待放款/, 'a preview moves no money');
  await shoot(page, 'disbursement-preview');
  await dialog.locator('[data-testid="confirm"]').click();
  await front(page).locator('[data-testid="record-repayment"]').waitFor();
  await go(page, `${new URL(page.url()).pathname}?tab=journal`);
  const lines = front(page).locator('[data-testid="entry"] td.amount').filter({ hasText: /\d/ });
  await lines.first().waitFor();
  assert.deepEqual((await lines.allTextContents()).map(numberIn), [12000, 12000], 'debit and credit of the disbursement');
  assert.deepEqual(problems, []);
  await close();
});

test('a draft survives a reload and another browser, and what the product does not allow is said beside the field', async () => {
  const { page, problems, close } = await open();
  await go(page, '/loans/new');
  const form = front(page).locator('[data-testid="booking-form"]');
  await fillIn(page, form);
  await front(page).locator('[data-testid="draft-state"][data-state="kept"]').waitFor();
  const elsewhere = await open();
  await go(elsewhere.page, '/loans/new');
  const other = front(elsewhere.page).locator('[data-testid="booking-form"]');
  await other.waitFor();
  assert.equal(await other.locator('#principal').inputValue(), '12000.00', 'the same draft in another browser');
  await elsewhere.close();
  await page.reload();
  await form.waitFor();
  assert.equal(await form.locator('#principal').inputValue(), '12000.00');
  await form.locator('#periods').fill('999');
  const problem = front(page).locator('.problem');
  await problem.waitFor();
  assert.match(await problem.locator('.code').innerText(), /^loan\.outside_product/);
  await front(page).locator('[data-testid="discard-draft"]').click();
  await front(page).locator('[data-testid="draft-state"][data-state="idle"]').waitFor({ state: 'attached' });
  await page.reload();
  await form.waitFor();
  assert.equal(await form.locator('#principal').inputValue(), '', 'thrown away');
  assert.deepEqual(problems, []);
  await close();
});
