import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fractionOf } from './figures.ts';
import { isOld, newestBefore, percentOf, published, steps } from './rates.ts';

test('percent and fraction turn into each other exactly', () => {
  for (const [percent, rate] of [[3.45, '0.0345'], [3, '0.03'], [0.01, '0.0001'], [24, '0.24'], [12.4, '0.124']]) {
    assert.equal(fractionOf(percent), rate);
    assert.equal(percentOf(rate), `${percent.toFixed(2)}%`);
  }
});

const period = (from, until, rate) => ({ effective_from: from, effective_until: until, revision: 1, source: 's', content: { kind: 'benchmark', annual_rate: rate } });
const history = { code: 'lpr_1y', revision: 2, versions: [], periods: [period('2024-10-21', '2025-05-20', '0.031'), period('2025-05-20', null, '0.03')] };

test('publications tell how far they moved, the latest first', () => {
  const rows = published([history]);
  assert.deepEqual(rows.map((row) => [row.effective_from, row.moved]), [['2025-05-20', -10], ['2024-10-21', null]]);
});

test('the line reaches to the day asked for', () => {
  assert.deepEqual(steps(history, '2025-06-01'), [['2024-10-21', 3.1], ['2025-05-20', 3], ['2025-06-01', 3]]);
});

test('a publication is old when two months have passed', () => {
  for (const [day, today, old] of [['2025-01-20', '2025-03-20', false], ['2025-01-20', '2025-03-21', true], ['2024-11-20', '2025-01-20', false], ['2024-12-20', '2025-02-21', true]]) {
    assert.equal(isOld(day, today), old, today);
  }
});

test('the benchmark that has waited longest is told, without what is to come', () => {
  const other = { ...history, code: 'lpr_5y', periods: [period('2024-10-21', null, '0.036')] };
  assert.equal(newestBefore(published([history, other]), '2025-06-01'), '2024-10-21');
  assert.equal(newestBefore(published([history]), '2025-05-19'), '2024-10-21');
  assert.equal(newestBefore(published([history]), '2020-01-01'), undefined);
});
