import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoOverflow, base, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const dialog = (page) => page.locator('.ant-modal').filter({ visible: true });
const drawer = (page) => page.locator('.ant-drawer').filter({ visible: true });
const read = async (page, path) => (await page.request.get(`${base}/api/v1/reference/${path}`)).json();

/** The smallest year that the law allows, of the year after the last one known. */
function fileOf(year) {
  const off = [['01-01', '元旦'], ['02-05', '春节'], ['02-06', '春节'], ['02-07', '春节'], ['02-08', '春节'], ['04-05', '清明'], ['05-01', '劳动节'], ['05-02', '劳动节'], ['06-09', '端午'], ['09-15', '中秋'], ['10-01', '国庆节'], ['10-02', '国庆节'], ['10-03', '国庆节']];
  return ['date,kind,name,source', ...off.map(([day, name]) => `${year}-${day},holiday,${name},测试通知`)].join('\n');
}

async function choose(page, text) {
  const picked = page.waitForEvent('filechooser');
  await dialog(page).locator('[data-testid="choose-file"]').click();
  await (await picked).setFiles({ name: 'year.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
}

/** Somebody else approves what waits first. */
async function approve(command) {
  const { page, problems, close } = await open({ login: 'manager', language: 'en' });
  const desk = await (await page.request.get(`${base}/api/v1/pending-changes?state=pending`)).json();
  const waiting = desk.items.find((one) => one.command === command);
  await go(page, '/pending-changes');
  await front(page).locator('tbody tr', { hasText: waiting.label }).first().click();
  await drawer(page).locator('[data-testid="difference"]').waitFor();
  await shoot(page, 'reference-approval');
  await drawer(page).locator('[data-testid="approve"]').click();
  await page.locator('.ant-popconfirm .ant-btn-primary').click();
  await drawer(page).waitFor({ state: 'detached' });
  assert.deepEqual(problems, []);
  await close();
}

test('a year of holidays is imported, refused while incomplete, proposed, approved by another, and seen in its history', async () => {
  const { page, problems, close } = await open();
  const before = await read(page, 'calendar/cn');
  const year = Number(before.periods.at(-1).effective_from.slice(0, 4)) + 1;
  await go(page, '/master-data?tab=calendar');
  await front(page).locator('[data-testid="year-grid"]').waitFor();
  await shoot(page, 'reference-calendar');
  await front(page).locator('[data-testid="import-year"]').click();
  await choose(page, 'date,kind,name\n1 January,holiday,元旦');
  await dialog(page).locator('[data-testid="file-faults"]', { hasText: '第 2 行' }).waitFor();
  await choose(page, fileOf(year).replace(`${year}-06-09,holiday,端午,测试通知\n`, ''));
  await dialog(page).locator('[data-testid="preview"]').click();
  await dialog(page).locator('.problem', { hasText: '端午' }).waitFor();
  await choose(page, fileOf(year));
  await dialog(page).locator('[data-testid="file-read"]', { hasText: '13' }).waitFor();
  await dialog(page).locator('[data-testid="preview"]').click();
  await dialog(page).locator('[data-testid="difference"]').waitFor();
  await shoot(page, 'reference-import');
  await dialog(page).locator('[data-testid="confirm"]').click();
  await dialog(page).locator('[data-testid="propose"] .ant-btn-primary').click();
  await dialog(page).waitFor({ state: 'detached' });
  await approve('reference.change_calendar');
  const now = await read(page, 'calendar/cn');
  assert.deepEqual([now.revision, now.periods.length], [before.revision + 1, before.periods.length + 1]);
  await go(page, '/master-data?tab=calendar');
  await front(page).locator('.ant-segmented-item', { hasText: String(year) }).first().click();
  await front(page).locator(`[title^="${year}-10-01"]`).waitFor();
  await front(page).locator('[data-testid="history"]').click();
  await drawer(page).locator('[data-testid="version"]').first().waitFor();
  await shoot(page, 'reference-history');
  assert.deepEqual(problems, []);
  await close();
});

test('a publication is recorded by one and approved by another; English, dark', async () => {
  const { page, problems, close } = await open({ language: 'en', theme: 'dark' });
  const known = (await read(page, 'benchmark/lpr_1y')).versions.length;
  await go(page, '/master-data');
  await front(page).locator('canvas').waitFor();
  await shoot(page, 'reference-benchmarks');
  await front(page).locator('[data-testid="publish"]').click();
  const next = (3 - known / 100).toFixed(2);
  await dialog(page).locator('#annual_rate').fill(next);
  await dialog(page).locator('#reason').fill('monthly publication');
  await dialog(page).locator('[data-testid="preview"]').click();
  await dialog(page).locator('[data-testid="difference"] tr.changed', { hasText: `${next}%` }).waitFor();
  await dialog(page).locator('[data-testid="confirm"]').click();
  await dialog(page).locator('[data-testid="propose"] .ant-btn-primary').click();
  await dialog(page).waitFor({ state: 'detached' });
  await approve('reference.change_benchmark');
  const now = (await read(page, 'benchmark/lpr_1y')).versions[0];
  assert.deepEqual([now.after.annual_rate, now.recorded_by, now.on_behalf_of], [`${next}%`, 'manager', 'admin']);
  assert.deepEqual(problems, []);
  await close();
});

test('a list of reasons gains an entry that is offered at once, and a figure of law is shown with its bounds; a currency is enabled', async () => {
  const { page, problems, close } = await open({ language: 'en' });
  const code = `r${Date.now().toString(36)}`;
  await go(page, '/master-data?tab=dictionaries');
  await front(page).locator('[data-testid="list"]').click();
  await page.locator('.ant-select-item-option', { hasText: 'Reasons of reversals' }).click();
  await front(page).locator('[data-testid="edit-list"]').click();
  await dialog(page).locator('[data-testid="add-entry"]').click();
  const entry = dialog(page).locator('.list-entry').last();
  await entry.locator('input[id$="_code"]').fill(code);
  await entry.locator('input[id$="_zh"]').fill('审计发现');
  await entry.locator('input[id$="_en"]').fill('Audit finding');
  await shoot(page, 'reference-list-editor');
  await dialog(page).locator('#reason').fill('asked by audit');
  await dialog(page).locator('[data-testid="preview"]').click();
  await dialog(page).locator('[data-testid="difference"] ins', { hasText: code }).waitFor();
  await dialog(page).locator('[data-testid="confirm"]').click();
  await dialog(page).waitFor({ state: 'detached' });
  await front(page).locator('tbody tr', { hasText: code }).waitFor();
  await shoot(page, 'reference-lists');
  const { items } = await (await page.request.get(`${base}/api/v1/dictionaries`)).json();
  assert.ok(items.find((one) => one.code === 'reversal_reason').entries.some((one) => one.code === code));
  await go(page, '/master-data?tab=parameters');
  await front(page).locator('[data-testid="change-all_in_rate_cap"]').click();
  await dialog(page).locator('#value').fill('99');
  await dialog(page).locator('#source').fill('policy');
  await dialog(page).locator('#reason').fill('lower cap');
  await dialog(page).locator('[data-testid="preview"]').click();
  await dialog(page).locator('.ant-form-item-has-error:has(#value)').waitFor();
  await shoot(page, 'reference-parameters');
  await go(page, '/master-data?tab=numbering');
  await front(page).locator('[data-testid="change-loan_number"]').click();
  await dialog(page).locator('#pattern').fill('JJ{yyyy}-{seq:6}{check:mod11-10}');
  await dialog(page).locator('[data-testid="next-loan_number"]', { hasText: /-000001\d/ }).waitFor();
  await shoot(page, 'reference-numbering');
  await go(page, '/master-data?tab=currencies');
  await front(page).locator('tbody tr', { hasText: 'CNY' }).waitFor();
  await shoot(page, 'reference-currencies');
  assert.deepEqual(problems, []);
  await close();
});

test('master data fits a phone, and a clerk finds nothing to change', async () => {
  const { page, problems, close } = await open({ phone: true, login: 'clerk' });
  for (const tab of ['benchmark', 'calendar', 'working-days', 'parameters', 'dictionaries', 'numbering', 'currencies']) {
    await go(page, `/master-data?tab=${tab}`);
    await front(page).locator('.panel').first().waitFor();
    await shoot(page, `reference-phone-${tab}`);
    await assertNoOverflow(page, `master data, ${tab}`);
  }
  assert.equal(await front(page).locator('[data-testid="publish"], [data-testid="import-year"]').count(), 0);
  assert.deepEqual(problems, []);
  await close();
});
