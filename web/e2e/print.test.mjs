import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, front, go, open, settle, start, stop } from './support.mjs';

before(start);
after(stop);

/** The page as it is printed: A4 upright is 718 px between margins of 13 mm. */
async function onPaper(page) {
  await settle(page);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 718, height: 1000 });
}

const SHEETS = [
  ['sheet of a loan', (ids) => `/loans/${ids.loan}/sheet`],
  ['plan of a loan', (ids) => `/loans/${ids.loan}?tab=schedule`],
  ['events of a loan', (ids) => `/loans/${ids.loan}?tab=events`],
  ['trial balance', () => '/ledger?currency=USD'],
  ['journal entry', (ids) => `/ledger/journal-entries/${ids.entry}`],
  ['close', (ids) => `/close-of-business/${ids.day}`],
  ['result of the calculator', () => '/schedule-calculator'],
];

for (const language of ['zh-CN', 'en']) {
  test(`printed sheets bear who, what, when and the page, without menu, and no table is cut: ${language}`, async () => {
    const { page, problems, close } = await open({ language, theme: 'dark' });
    const first = async (path) => (await (await page.request.get(`${base}/api/v1/${path}`)).json()).items[0];
    const loan = await first('loans?limit=1&status=overdue&sort=-dpd');
    const ids = { loan: loan.id, entry: (await first(`loans/${loan.id}/journal-entries`)).id, day: (await first('close-runs?limit=1')).business_date };
    for (const [name, path] of SHEETS) {
      await page.emulateMedia({ media: 'screen' });
      await page.setViewportSize({ width: 1440, height: 900 });
      await go(page, path(ids));
      if (name.includes('calculator')) {
        await front(page).locator('[data-testid="calculate"]').click();
        await front(page).locator('[data-testid="trial"] tbody tr.ant-table-row').first().waitFor();
      }
      await front(page).locator('table tbody tr:not([aria-hidden]), [data-testid="steps"]').first().waitFor();
      await onPaper(page);
      const seen = await page.evaluate(() => {
        const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.getClientRects().length > 0).length;
        const slot = document.querySelector('[data-active="true"]');
        const tables = [...slot.querySelectorAll('table')].filter((one) => one.getClientRects().length > 0);
        return {
          menus: shown('.side, .top, .tabs-bar, .bottom-bar, [data-active="true"] button:not(.ant-tag button)'),
          marks: shown('.print-mark span'),
          // 271 mm between the margins of a sheet that lies, 184 mm of one that stands.
          wide: tables.filter((one) => one.getBoundingClientRect().width > (getComputedStyle(document.querySelector('.shell')).page === 'wide' ? 1024 : 718)).length,
          rules: document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join(' '),
          theme: document.documentElement.dataset.theme,
        };
      });
      assert.equal(seen.menus, 0, `${name}: neither menu nor button`);
      assert.equal(seen.wide, 0, `${name}: tables wider than their sheet`);
      assert.ok(seen.marks > 0, `${name}: the mark`);
      assert.match(seen.rules, /admin · \d{4}-\d{2}-\d{2}/, `${name}: by whom and when`);
      assert.match(seen.rules, /counter\(page\)/, `${name}: which page`);
      assert.equal(seen.theme, 'light', `${name}: dark ink on white`);
      await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    }
    assert.deepEqual(problems, []);
    await close();
  });
}
