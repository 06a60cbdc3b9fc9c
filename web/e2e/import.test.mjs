import assert from 'node:assert/strict';
import { readFile, writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const HEADINGS = '姓名/名称,证件类型,证件号码,颜色';
/** Headings and passports that no other run has used. */
const RUN = Date.now().toString(36).toUpperCase();
const passport = (n) => `E${Date.now().toString(36).toUpperCase()}${n}`;

async function file(name, rows) {
  const folder = await mkdtemp(join(tmpdir(), 'xindai-import-'));
  const path = join(folder, name);
  await writeFile(path, `\uFEFF${[HEADINGS, ...rows].join('\r\n')}\r\n`);
  return path;
}

async function send(page, path) {
  await front(page).locator('[data-testid="entity-customers"]').click();
  await front(page).locator('input[type="file"]').setInputFiles(path);
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
}

const state = (page, words) => front(page).locator('.facts .state', { hasText: words }).first().waitFor();

test('a file is shown, tried, mended and taken in, and its rows are found', async () => {
  const { page, problems, close } = await open();
  await go(page, '/imports');
  await front(page).locator('[data-testid="new-import"]').click();
  await front(page).locator('[data-testid="entity-customers"]').click();
  await front(page).locator('[data-testid="entity-loans"]').waitFor();
  const [template] = await Promise.all([page.waitForEvent('download'), front(page).locator('[data-testid="template-csv"]').click()]);
  assert.match(await readFile(await template.path(), 'utf8'), /^\uFEFF姓名\/名称,证件类型,证件号码/);
  await shoot(page, 'import-new');
  const [first, second] = [passport(1), passport(2)];
  await send(page, await file('客户.csv', [`王小明,护照,${first},红`, '李小红,居民身份证,1.10101E+17,蓝', `赵一,护照,${second},绿`]));
  await front(page).locator('.mapped', { hasText: '→ 证件号码' }).first().waitFor();
  await front(page).locator('.import-note', { hasText: '颜色' }).first().waitFor();
  await shoot(page, 'import-preview');
  await front(page).locator('[data-testid="dry-run"]').click();
  await state(page, '有误');
  await front(page).locator('td', { hasText: '科学计数法' }).first().waitFor();
  await shoot(page, 'import-errors');
  const [errors] = await Promise.all([page.waitForEvent('download'), front(page).locator('[data-testid="errors-csv"]').click()]);
  const lines = (await readFile(await errors.path(), 'utf8')).trim().split('\r\n');
  assert.equal(lines.length, 2);
  assert.match(lines[1], /^李小红,.*import\.scientific_notation/);

  await go(page, '/imports/new');
  await send(page, await file('客户-更正.csv', [`王小明,护照,${first},红`, `赵一,护照,${second},绿`]));
  await front(page).locator('[data-testid="dry-run"]').click();
  await state(page, '试运行通过');
  assert.equal(await front(page).locator('[data-testid="created"]').innerText(), '2');
  await front(page).locator('[data-testid="commit"]').click();
  await page.locator('.ant-modal-confirm .ant-btn-primary').click();
  await state(page, '已导入');
  await shoot(page, 'import-done');
  await front(page).locator('td a[href^="/customers?q="]').first().click();
  await front(page).locator('tbody tr.clickable', { hasText: '王**' }).or(front(page).locator('tbody tr.clickable')).first().waitFor();
  await go(page, '/imports');
  await front(page).locator('tbody tr', { hasText: '客户-更正.csv' }).first().waitFor();
  await shoot(page, 'import-list');
  assert.deepEqual(problems, []);
  await close();
});

test('headings that mean nothing are given their columns once, and the next file knows them', async () => {
  const { page, problems, close } = await open();
  const foreign = async (name, row) => {
    const folder = await mkdtemp(join(tmpdir(), 'xindai-mapping-'));
    const path = join(folder, name);
    await writeFile(path, `\uFEFF客户全名${RUN},证件种类${RUN},证件编号${RUN},颜色\r\n${row}\r\n`);
    return path;
  };
  await go(page, '/imports/new');
  await send(page, await foreign('旧系统.csv', `王小明,护照,${passport(4)},红`));
  await front(page).locator('.import-note', { hasText: '缺少必填列' }).waitFor();
  for (const [place, column] of [[0, '姓名/名称'], [1, '证件类型'], [2, '证件号码']]) {
    await front(page).locator(`[data-testid="map-${place}"]`).click();
    await page.keyboard.type(column);
    await page.keyboard.press('Enter');
    await front(page).locator(`[data-testid="map-${place}"]`, { hasText: column }).waitFor();
  }
  await shoot(page, 'import-mapping');
  await front(page).locator('[data-testid="save-mapping"]').click();
  await front(page).locator('.mapped', { hasText: '→ 证件号码' }).first().waitFor();
  await front(page).locator('[data-testid="dry-run"]').click();
  await state(page, '试运行通过');

  await go(page, '/imports/new');
  await send(page, await foreign('旧系统-2.csv', `赵一,护照,${passport(5)},绿`));
  await front(page).locator('.mapped', { hasText: '→ 证件号码' }).first().waitFor();
  assert.equal(await front(page).locator('[data-testid="mapping"]').count(), 0, 'nothing is left to choose');
  assert.deepEqual(problems, []);
  await close();
});

test('the totals of a lender are compared with the book and the ledger', async () => {
  const { page, problems, close } = await open();
  await go(page, '/imports/cut-over');
  const folder = await mkdtemp(join(tmpdir(), 'xindai-cut-over-'));
  const path = join(folder, 'totals.csv');
  await writeFile(path, 'product,currency,loans,principal\nLC36,USD,1,0.01\n');
  await front(page).locator('input[type="file"]').setInputFiles(path);
  await front(page).locator('[data-testid="cut-over-result"]', { hasText: '项不符' }).waitFor();
  await shoot(page, 'import-cut-over');
  assert.deepEqual(problems, []);
  await close();
});

test('on a phone and for those who may not import', async () => {
  const { page, problems, close } = await open({ phone: true });
  await go(page, '/imports/new');
  await front(page).locator('[data-testid="entity-customers"]').waitFor();
  await assertNoOverflow(page, 'the new import');
  await shoot(page, 'import-new-phone');
  await send(page, await file('手机.csv', [`王小明,护照,${passport(3)},红`]));
  await front(page).locator('[data-testid="dry-run"]').click();
  await state(page, '试运行通过');
  await assertNoOverflow(page, 'an import');
  await shoot(page, 'import-phone');
  assert.deepEqual(problems, []);
  await close();

  const auditor = await open({ login: 'auditor' });
  await auditor.page.goto(`${base}/imports`);
  await front(auditor.page).locator('.blank').waitFor();
  await auditor.close();
});
