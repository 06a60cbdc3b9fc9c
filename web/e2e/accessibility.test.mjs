// Every page and the main dialogs held against the rules of axe (WCAG 2.2 A and AA, and its good practice), in both languages, themes and widths.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { base, front, go, open, settle, start, stop } from './support.mjs';

before(start);
after(stop);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in what is shown now, all of the window or a part of it: rule, weight, and where. */
async function violations(page, what, part) {
  await settle(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const found = await page.evaluate(
    async (within) => (await window.axe.run(within ? { include: within } : document, { resultTypes: ['violations'] })).violations,
    part,
  );
  return found.map(({ id, impact, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => `${node.target.join(' ')}: ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message}`);
    return `${what} · ${impact} ${id} (${nodes.length}) ${places.join(' | ')}`;
  });
}

const PAGES = [
  '/cockpit', '/loans', '/loans/new', '/customers', '/products', '/schedule-calculator', '/ledger', '/ledger/journal-entries', '/close-of-business', '/audit-entries', '/audit-archives', '/messages', '/messages?tab=notices', '/messages?tab=manage', '/messages?tab=files',
  '/pending-changes', '/glossary', '/api-guide', '/api-guide?op=record_repayment', '/api-guide?tab=codes', '/master-data', '/master-data?tab=calendar', '/master-data?tab=parameters', '/master-data?tab=dictionaries', '/imports', '/imports/new', '/imports/cut-over',
  '/users', '/users?tab=roles', '/users?tab=organisations', '/users?tab=checks', '/users?tab=policy', '/users?tab=tokens', '/users?tab=sessions', '/users?tab=deputies',
];

/** Addresses of one loan, customer, product, account, entry and run: their pages are seen too. */
async function records(page) {
  const first = async (path) => (await (await page.request.get(`${base}/api/v1/${path}`)).json()).items[0];
  const [loan, customer, product, account, run] = await Promise.all([
    first('loans?limit=1&status=overdue&sort=-dpd'), first('customers?limit=1'), first('products?limit=1'), first('ledger/accounts'), first('close-runs?limit=1'),
  ]);
  const entry = await first(`loans/${loan.id}/journal-entries`);
  const paths = [
    `/loans/${loan.id}`, `/loans/${loan.id}/sheet`, `/loans/${loan.id}?tab=schedule`, `/loans/${loan.id}?tab=events`, `/loans/${loan.id}?tab=accrual`, `/loans/${loan.id}?tab=journal`,
    `/customers/${customer.id}`, `/products/${product.id}`, `/ledger/accounts/${account.code}`, `/ledger/journal-entries/${entry.id}`, `/close-of-business/${run.business_date}`,
    '/no-such-page',
  ];
  return { paths, loan: loan.id };
}

/** Words depend on the language, contrast on the theme, what is there on the width: two looks see everything, the others a page of each kind. */
const LOOKS = [
  { language: 'zh-CN', theme: 'light', phone: false },
  { language: 'en', theme: 'dark', phone: true },
  { language: 'en', theme: 'dark', phone: false, only: /^\/(cockpit|loans|ledger|users|messages|loans\/new|schedule-calculator)$|tab=(schedule|payoff)$|journal-entries|close-of-business\/|no-such/ },
  { language: 'zh-CN', theme: 'light', phone: true, only: /^\/(cockpit|loans|ledger|users|messages)$|tab=schedule$/ },
];

/** What opens above a page: where, the button, and what is then there. */
function dialogs(loan) {
  const at = (path, button, shown = '.ant-modal') => ({ path, button: `[data-active="true"] ${button}`, shown });
  return [
    { path: '/loans', button: '[data-testid="open-search"], .top button:has(.anticon-search)', shown: '.ant-modal:has([data-testid="palette"])' },
    at('/loans', '[data-testid="compose"]', '.ant-modal:has([data-testid="query-row"])'),
    at('/loans', '[data-testid="export"]', '.ant-popover:has([data-testid="export-panel"])'),
    at('/loans', '[data-testid="views"]', '.ant-popover:has(.views-menu)'),
    at('/cockpit', '.figure button', '.ant-popover:has([data-testid="passport"])'),
    at('/audit-entries', ':is(tbody tr.clickable, .card)', '.ant-drawer'),
    at('/customers', '.toolbar .ant-btn-primary'),
    at('/users', ':is(tbody tr.clickable, .card)'),
    at('/users', '[data-testid="add-user"]'),
    at('/users?tab=roles', '[data-testid="add-role"]'),
    at('/users?tab=organisations', '[data-testid="add-organisation"]'),
    at('/users?tab=checks', '[data-testid="add-duty"]'),
    at('/users?tab=policy', '[data-testid="change-policy"]'),
    at('/users?tab=tokens', '[data-testid="service-token"]'),
    at('/users?tab=deputies', '[data-testid="add-deputy"]'),
    at('/close-of-business', '[data-testid="start-close"]'),
    at('/messages?tab=manage', '[data-testid="write-notice"]'),
    at(`/loans/${loan}`, '[data-testid="record-repayment"]'),
  ];
}

/** Turns to a page inside the application: what a click on a link does, without loading it anew. The tabs behind it are closed, so that only this page is there. */
async function turnTo(page, path) {
  await page.evaluate((to) => {
    window.history.pushState(null, '', to);
    window.dispatchEvent(new PopStateEvent('popstate', { state: null }));
  }, path);
  const [bare, query] = path.split('?');
  const there = `[data-active="true"][data-path="${bare}"]${query ? `[data-search="?${query}"]` : '[data-search=""]'}`;
  await page.locator(there).locator('.page:not([aria-busy]), .blank').first().waitFor();
  await page.evaluate(() => {
    for (const button of document.querySelectorAll('.page-tab:not(.on) button')) button.click();
  });
}

/** The page in front; the shell around it was seen once. */
async function seePages(page, paths) {
  const faults = [];
  for (const path of paths) {
    await turnTo(page, path);
    faults.push(...(await violations(page, path, '[data-active="true"]')));
    if ((await front(page).locator('h1').count()) !== 1) faults.push(`${path} · one heading of the first level`);
  }
  return faults;
}

/** What opens above a page stands inside the window. */
async function outside(page, dialog, what) {
  const { x, y, width } = await dialog.boundingBox();
  const window = page.viewportSize();
  return x >= 0 && y >= 0 && x + width <= window.width && y < window.height ? [] : [`${what} · stands outside the window, at ${x}, ${y}`];
}

async function seeDialogs(page, list) {
  const faults = [];
  for (const { path, button, shown } of list) {
    await turnTo(page, path);
    const opener = page.viewportSize().width > 767 && /testid|primary|figure/.test(button) && !/palette/.test(shown);
    await page.locator(button).first().click();
    const dialog = page.locator(shown).filter({ visible: true });
    await dialog.first().waitFor();
    faults.push(...(await violations(page, `${path} ${button}`, shown)), ...(await outside(page, dialog.first(), `${path} ${button}`)));
    // The keyboard is in what opened, and goes back to its button.
    if (opener) await page.waitForFunction(([part]) => document.activeElement?.closest(part) && !document.activeElement.matches('.ant-modal-close'), [shown]);
    await page.keyboard.press('Escape');
    if (opener) await page.waitForFunction(([one]) => document.activeElement?.matches(one), [button]);
    // With its page goes what its key does not close.
    await turnTo(page, '/no-such-page');
    await page.locator('.ant-modal, .ant-drawer, .ant-popover').filter({ visible: true }).first().waitFor({ state: 'hidden' });
  }
  return faults;
}

/** A page of its own per look and part; the browser draws two at a time. */
async function seen(look, see) {
  const { page, problems, close } = await open(look);
  await go(page, '/cockpit');
  assert.deepEqual(await see(page), []);
  assert.deepEqual(problems, []);
  await close();
}

describe('pages and dialogs keep the rules of accessibility', { concurrency: 2 }, () => {
  for (const look of LOOKS) {
    const name = `${look.language}, ${look.theme}, ${look.phone ? 375 : 1440} px`;
    test(`pages: ${name}`, () =>
      seen(look, async (page) => {
        const shell = await violations(page, 'the shell');
        const { paths } = await records(page);
        const asked = [...PAGES, ...paths].filter((path) => !look.only || look.only.test(path));
        return [...shell, ...(await seePages(page, asked))];
      }));
    if (look.only) continue;
    test(`dialogs: ${name}`, () => seen(look, async (page) => seeDialogs(page, dialogs((await records(page)).loan))));
  }
});

test('the page of sign-in keeps the rules of accessibility', async () => {
  for (const look of LOOKS) {
    const { page, close } = await open({ ...look, signedIn: false });
    await page.goto(`${base}/login`);
    await page.locator('input[type="password"]').waitFor();
    assert.deepEqual(await violations(page, '/login'), []);
    await close();
  }
});
