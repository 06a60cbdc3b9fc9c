// One list that scrolls over 100,000 rows: they come piece by piece as the reader nears the end, the document holds some dozens of
// them, and keys go through them. Against a server with as many customers these are they; else the answers of the server are made
// here of its first customer, so that the screen is shown to bear them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, front, go, open, shoot, start, stop } from './support.mjs';

before(start);
after(stop);

const WANTED = 100_000;
const header = { 'X-Requested-With': 'xindai' };
const rows = (page) => front(page).locator('[data-testid="table-customers"] .ant-table-tbody-virtual .ant-table-row');

async function counted(page) {
  const answer = await page.request.get(`${base}/api/v1/customers?limit=1&with_totals=true`);
  const { items, totals } = await answer.json();
  return { first: items[0], count: totals.count };
}

/** Answers each piece of the list with numbered copies of a customer. */
async function madeHere(page, first) {
  await page.route('**/api/v1/customers?*', (route) => {
    const query = new URL(route.request().url()).searchParams;
    const from = Number(query.get('cursor') ?? 0);
    const until = Math.min(WANTED, from + Number(query.get('limit')));
    const items = Array.from({ length: until - from }, (_, at) => ({ ...first, id: `00000000-0000-7000-8000-${String(from + at).padStart(12, '0')}`, number: `ROW-${from + at + 1}` }));
    const totals = query.get('with_totals') ? { totals: { count: Number(query.get('totals_most') ?? WANTED), more: true } } : {};
    return route.fulfill({ json: { items, next_cursor: until < WANTED ? String(until) : null, ...totals } });
  });
}

/** Rows that have come, as the foot of the table tells. */
const come = (page) => front(page).locator('[data-testid="range"]').innerText().then((text) => Number(text.match(/–([\d,]+)/)?.[1].replaceAll(',', '') ?? 0));

test('a list of 100,000 rows is scrolled to its end by keys, and the document stays small', async (t) => {
  const { page, problems, close } = await open();
  const { first, count } = await counted(page);
  const real = count >= WANTED;
  if (!real) await madeHere(page, first);
  await page.request.put(`${base}/api/v1/table-layouts/customers`, { headers: header, data: { layout: { columns: [], continuous: true } } });
  await go(page, '/customers');
  await rows(page).first().waitFor();
  const few = await rows(page).count();
  assert.ok(few < 100, `${few} rows stand in the document`);

  const list = front(page).locator('[data-testid="scrolling-rows"]');
  await list.focus();
  const seen = () => rows(page).first().innerText();
  const before = await seen();
  await page.keyboard.press('PageDown');
  await page.waitForFunction(([text]) => document.querySelector('[data-active="true"] .ant-table-tbody-virtual .ant-table-row')?.innerText !== text, [before]);
  await page.keyboard.press('PageUp');
  await page.waitForFunction(([text]) => document.querySelector('[data-active="true"] .ant-table-tbody-virtual .ant-table-row')?.innerText === text, [before]);

  await page.evaluate(() => {
    window.frames_seen = [];
    let last = performance.now();
    const frame = (now) => {
      window.frames_seen.push(now - last);
      last = now;
      window.frames_on = requestAnimationFrame(frame);
    };
    window.frames_on = requestAnimationFrame(frame);
  });
  const begun = Date.now();
  const all = real ? count : WANTED;
  let most = 0;
  for (let loaded = await come(page); loaded < all; ) {
    await page.keyboard.press('End');
    const known = loaded;
    await page.waitForFunction((n) => Number(document.querySelector('[data-active="true"] [data-testid="range"]').innerText.match(/–([\d,]+)/)?.[1].replaceAll(',', '')) > n, known);
    loaded = await come(page);
    most = Math.max(most, await rows(page).count());
  }
  await page.keyboard.press('End');
  const seconds = (Date.now() - begun) / 1000;
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(window.frames_on);
    return window.frames_seen.sort((a, b) => a - b);
  });
  assert.equal(await come(page), all);
  assert.ok(most < 100, `${most} rows stood in the document at once`);
  if (!real) await rows(page).filter({ hasText: `ROW-${WANTED}` }).waitFor();
  const at = (share) => frames[Math.floor((frames.length - 1) * share)].toFixed(0);
  t.diagnostic(`${all} rows (${real ? 'of the server' : 'made here'}) in ${seconds.toFixed(0)} s; ${frames.length} frames, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms; at most ${most} rows in the document`);
  await shoot(page, 'scrolled-to-the-end');
  await page.keyboard.press('Home');
  await page.waitForFunction(([text]) => document.querySelector('[data-active="true"] .ant-table-tbody-virtual .ant-table-row')?.innerText === text, [before]);
  await page.request.delete(`${base}/api/v1/table-layouts/customers`, { headers: header });
  assert.deepEqual(problems, []);
  await close();
});
